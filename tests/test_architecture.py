"""Imports point downward and never in circles, in functions and under TYPE_CHECKING too."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "transformer"

ROOMS = (
    *("__main__", "cli"),
    *("report", "delivery"),
    *("lint", "pipeline", "fit", "registry"),
    *("passes", "strategies", "codemod", "semantics", "project", "settings", "spellings"),
    *("formats", "tree"),
    *("contents", "edits", "findings", "errors", "options", "resources", ""),
)
"""The packages and modules of the package, from the top down: each may import what follows it."""

UPWARD = {
    ("codemod.imports.edits", "codemod.file"),
    ("codemod.imports.layout", "codemod.file"),
    ("codemod.imports.placing", "codemod.file"),
    ("codemod.imports.plan", "codemod.file"),
    ("codemod.imports.type_checking", "codemod.file"),
}
"""Imports that close a circle and are still to be taken out."""


@cache
def modules() -> dict[str, Path]:
    """Dotted name below the package -> file; the package itself is the empty name."""
    found = {}
    for path in PACKAGE.rglob("*.py"):
        name = path.relative_to(PACKAGE).with_suffix("").as_posix().replace("/", ".")
        found["" if name == "__init__" else name.removesuffix(".__init__")] = path
    return found


@cache
def imports() -> dict[str, set[str]]:
    """What each module imports of the package."""
    return {name: set(imported_by(path)) - {name} for name, path in modules().items()}


def imported_by(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Import):
            yield from (inside(alias.name) for alias in node.names if is_ours(alias.name))
        elif isinstance(node, ast.ImportFrom) and is_ours(node.module or ""):
            for alias in node.names:
                part = inside(f"{node.module}.{alias.name}")
                yield part if part in modules() else inside(node.module or "")


def is_ours(name: str) -> bool:
    return name.partition(".")[0] == PACKAGE.name


def inside(name: str) -> str:
    return name.partition(".")[2]


def room(module: str) -> str:
    return module.partition(".")[0]


def test_every_room_has_its_place() -> None:
    assert {room(module) for module in modules()} == set(ROOMS)


@pytest.mark.parametrize("name", ROOMS)
def test_no_import_points_to_a_room_above(name: str) -> None:
    above = ROOMS[: ROOMS.index(name)]
    upward = [
        f"{module} imports {other}"
        for module, others in imports().items()
        for other in others
        if room(module) == name and room(other) in above
    ]
    assert upward == []


def test_no_imports_go_in_circles() -> None:
    graph = {
        module: {other for other in others if (module, other) not in UPWARD}
        for module, others in imports().items()
    }
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        # The argument is the circle, each module followed by one that imports it.
        pytest.fail(" is imported by ".join(error.args[1]))


def test_what_is_known_to_point_upward_still_does() -> None:
    assert {pair for pair in UPWARD if pair[1] not in imports().get(pair[0], ())} == set()
