"""Imports point downward and never in circles, in functions and under TYPE_CHECKING too."""

from __future__ import annotations

from graphlib import CycleError, TopologicalSorter

import pytest

from docs.structure import imports, modules, top

ROOMS = (
    "cli",
    "fleet",
    *("report", "proof", "delivery"),
    "stages",
    *("lint", "pipeline", "resolve", "registry"),
    *("passes", "strategies", "codemod", "semantics", "project", "settings", "spellings"),
    *("formats", "tree"),
    *("contents", "git", "running"),
    *(
        "edits",
        "findings",
        "errors",
        "options",
        "selection",
        "printable",
        "resources",
        "worded",
        "",
    ),
)
"""The packages and modules of the package, from the top down: each may import what follows it."""


def test_every_room_has_its_place() -> None:
    assert {top(module) for module in modules()} == set(ROOMS)


@pytest.mark.parametrize("name", ROOMS)
def test_no_import_points_to_a_room_above(name: str) -> None:
    above = ROOMS[: ROOMS.index(name)]
    upward = [
        f"{module} imports {other}"
        for module, others in imports().items()
        for other in others
        if top(module) == name and top(other) in above
    ]
    assert upward == []


def test_no_imports_go_in_circles() -> None:
    try:
        TopologicalSorter(imports()).prepare()
    except CycleError as error:
        # The argument is the circle, each module followed by one that imports it.
        pytest.fail(" is imported by ".join(error.args[1]))
