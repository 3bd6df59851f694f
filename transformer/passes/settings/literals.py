"""Which list literals the users app goes into, so that every variant has it once."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Container, Iterable

from transformer.options import Options
from transformer.passes.settings.variants import (
    app_lists,
    lacking_lists,
    placed_segments,
)
from transformer.settings import Evaluation
from transformer.settings.values import Constant, Place, Value

# The lists of django-tenants.
TENANT_LISTS = ("SHARED_APPS", "TENANT_APPS")
_OWN_NAME = re.compile(r"(^|_)(LOCAL|PROJECT|OWN|MY|CUSTOM|INTERNAL|SITE|FIRST_PARTY)(_|S?$)")


def choose_literals(
    evaluations: Iterable[Evaluation],
    is_own: Callable[[str], bool],
    name_of: Callable[[Place], str],
    options: Options,
    setting: str = "INSTALLED_APPS",
    late: Container[str] = frozenset(),
) -> list[Place] | None:
    """The fewest literals that every list without the app takes exactly one of.

    The literal that most lists read comes first, then one with apps that have to stand behind it
    (``late``), then the one with the project's own apps, or a name that says so. None where some
    list takes none.
    """
    variants = [list(app_lists(one, setting)) for one in evaluations]
    lists = [value for values in variants for value in values]
    open_lists = [v for values in variants for v in lacking_lists(values, options)]
    chosen: list[Place] = []
    while open_lists:
        candidates = {place for value in open_lists for place in _takes(value)}
        settled = [v for v in lists if v not in open_lists]
        candidates = {p for p in candidates if not any(_touches(v, p) for v in settled)}
        candidates -= {p for p in candidates if _is_of_tenants(p, open_lists, name_of)}
        if not candidates:
            return None
        best = max(
            candidates,
            key=lambda p: (
                sum(p in _takes(v) for v in open_lists),
                _rank(p, open_lists, is_own, name_of, late),
                -p.line,
                p.path,
            ),
        )
        if any(_touches(v, best) and best not in _takes(v) for v in open_lists):
            return None
        chosen.append(best)
        open_lists = [v for v in open_lists if best not in _takes(v)]
    return chosen


def _is_of_tenants(place: Place, lists: Iterable[Value], name_of: Callable[[Place], str]) -> bool:
    """Whether the apps of a literal get tables for each tenant, or for all: auth is not among them.

    The users app has to be where auth is, else it gets tables of its own.
    """
    if name_of(place) not in TENANT_LISTS:
        return False
    elements = (
        element
        for value in lists
        for segment in placed_segments(value)
        if segment.place == place
        for element in segment.elements
    )
    return not any(isinstance(e, Constant) and e.value == "django.contrib.auth" for e in elements)


def _takes(value: Value) -> set[Place]:
    """The literals that the list surely holds exactly once."""
    places = [s.place for s in placed_segments(value) if s.place]
    sure = {s.place for s in placed_segments(value) if s.place and s.sure}
    return {place for place in sure if places.count(place) == 1}


def _touches(value: Value, place: Place) -> bool:
    return any(s.place == place for s in placed_segments(value))


def _rank(
    place: Place,
    lists: Iterable[Value],
    is_own: Callable[[str], bool],
    name_of: Callable[[Place], str],
    late: Container[str],
) -> tuple[int, int]:
    texts: set[str] = set()
    for value in lists:
        for segment in placed_segments(value):
            if segment.place == place:
                texts |= {str(e.value) for e in segment.elements if isinstance(e, Constant)}
    own = sum(is_own(text) for text in texts)
    named = bool(_OWN_NAME.search(name_of(place)))
    django = any(text.startswith("django.") for text in texts)
    if any(text in late for text in texts):
        return (3, own)
    return (2 if own or named else 1 if django else 0, own)


def name_of_literal(tree: ast.Module | None, place: Place) -> str:
    """The name that the literal's statement assigns, or an empty string."""
    for node in ast.walk(tree) if tree else ():
        match node:
            case (
                ast.Assign([ast.Name(name), *_])
                | ast.AnnAssign(ast.Name(name))
                | ast.AugAssign(ast.Name(name))
            ):
                if node.lineno <= place.line and place.end_line <= (node.end_lineno or 0):
                    return name
    return ""
