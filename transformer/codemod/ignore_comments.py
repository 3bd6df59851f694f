"""The comments that keep rules away from a line, in every kind of file."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from transformer.codemod.passes import Outcome
from transformer.contents import View, positions
from transformer.edits import Rewrite, Splice
from transformer.findings import Finding
from transformer.tree import Tree

_WORD = b"usershift:"
IN_PYTHON = re.compile(rb"#[^\n]*?\b(usershift:\s*ignore)(?:\[([\w, ]+)\])?")
IN_TEXT = re.compile(rb"(usershift:\s*ignore)(?:\[([^\]\n]*)\])?")


@dataclass(frozen=True)
class IgnoreComment:
    """``start:end`` are the bytes of what makes it one. Without ``codes`` it means every rule."""

    path: str
    line: int
    column: int
    codes: tuple[str, ...]
    start: int
    end: int

    def covers(self, code: str) -> bool:
        return not self.codes or code in self.codes


def codes_on(line: View, path: str) -> tuple[str, ...] | None:
    """The codes that a comment on a line names, none of them for all; None where there is none."""
    found = _pattern(path).search(line)
    return _codes(found) if found else None


def find(tree: Tree, path: str) -> Iterator[IgnoreComment]:
    """Those of a file, in its order. Raises OSError."""
    view = tree.view(path)
    if view.find(_WORD) < 0:
        return
    found = list(_pattern(path).finditer(view))
    places = positions(view, (each.start(1) for each in found))
    for each in found:
        line, column = places[each.start(1)]
        yield IgnoreComment(path, line, column, _codes(each), each.start(1), each.end(1))


def without(tree: Tree, comments: Iterable[IgnoreComment]) -> None:
    """Make comments mean nothing, so that every line keeps its place."""
    by_path: dict[str, list[Splice]] = {}
    tree.begin("ignore comments")
    for one in comments:
        text = b"-" * (one.end - one.start)
        by_path.setdefault(one.path, []).append(Splice(one.start, one.end, text, ""))
    for path, splices in by_path.items():
        tree.apply(Rewrite(path, tuple(splices)))


def unused(
    comments: Iterable[IgnoreComment],
    heeded: Iterable[tuple[str, str, int]],
    unheeded: Iterable[tuple[str, str, int]],
) -> list[tuple[IgnoreComment, tuple[str, ...]]]:
    """Each comment that does nothing, with those of its codes; no codes where it names none.

    What rules do is given as path, code and line: where comments are heeded, and where they are
    not. What is more there is what a comment keeps away: the one nearest to it.
    """
    comments = list(comments)
    used: set[tuple[IgnoreComment, str]] = set()
    for path, code, line in Counter(unheeded) - Counter(heeded):
        near = [one for one in comments if one.path == path and one.covers(code)]
        if near:
            used.add((min(near, key=lambda one: abs(one.line - line)), code))
    result = []
    for one in comments:
        idle = tuple(code for code in one.codes if (one, code) not in used)
        if idle or (not one.codes and not any(each is one for each, _ in used)):
            result.append((one, idle))
    return result


def done(outcomes: Iterable[Outcome], tree: Tree) -> Iterator[tuple[str, str, int]]:
    """Path, code and line of what rules edit and report."""
    for outcome in outcomes:
        if isinstance(outcome, Finding):
            yield outcome.path, outcome.code, outcome.line
        elif isinstance(outcome, Rewrite):
            places = positions(tree.read(outcome.path), (s.start for s in outcome.splices))
            for splice in outcome.splices:
                yield outcome.path, splice.rule, places[splice.start][0]


def _pattern(path: str) -> re.Pattern[bytes]:
    return IN_PYTHON if path.endswith(".py") else IN_TEXT


def _codes(found: re.Match[bytes]) -> tuple[str, ...]:
    words = re.split(r"[\s,]+", (found[2] or b"").decode("latin-1").strip())
    return tuple(filter(None, words))
