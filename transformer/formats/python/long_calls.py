"""Calls that an edit makes too long are laid out as Black and Ruff do, where a project uses them.

``ForeignKey(User, …)`` grows by twenty characters. Left on one line, it fails the formatter's check
or the linter's limit in the project's own pipeline. Only a call that is a whole statement, value or
decorator is laid out, that was short enough before, and whose arguments stand on one line without a
comment.
"""

from __future__ import annotations

import ast
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, groupby
from typing import TYPE_CHECKING, TypeAlias

from transformer.formats.python.lists import Uneditable, elements_of

if TYPE_CHECKING:
    from transformer.formats.python.text import Text

RawEdit: TypeAlias = tuple[int, int, str, str]
_STEP = "    "


def laid_out(
    tree: ast.Module, text: Text, edits: Iterable[RawEdit], limit: int
) -> Iterator[RawEdit]:
    """The line breaks and commas to add, given the edits that are made."""
    edits = sorted(edits, key=lambda edit: edit[:2])
    grown = set(_grown(text, edits, limit))
    if not grown:
        return
    starts, ends = [edit[0] for edit in edits], list(accumulate((edit[1] for edit in edits), max))
    for node in ast.walk(tree):
        match node:
            case ast.Assign(value=value) | ast.AnnAssign(value=value) | ast.Expr(value=value):
                calls = [value]
            case ast.Return(value=value):
                calls = [value]
            case ast.ClassDef(decorator_list=found) | ast.FunctionDef(decorator_list=found):
                calls = [*found]
            case _:
                continue
        for call in calls:
            if isinstance(call, ast.Call):
                start, end = text.start(call), text.end(call)
                near = edits[bisect_left(ends, start) : bisect_right(starts, end)]
                touching = [edit for edit in near if start <= edit[1]]
                if any(text.line_start(edit[0]) in grown for edit in touching):
                    yield from _call(call, text, touching, limit)


def _grown(text: Text, edits: Iterable[RawEdit], limit: int) -> Iterator[int]:
    """Where the lines start that the edits make too long."""
    for start, on_line in groupby(edits, key=lambda edit: text.line_start(edit[0])):
        end = text.line_end(start)
        before = text.content[start:end].decode()
        grown = len(before) + sum(
            len(new) - len(text.content[a:b].decode()) for a, b, new, _ in on_line if b <= end
        )
        if len(before) <= limit < grown:
            yield start


def _call(call: ast.Call, text: Text, touching: Sequence[RawEdit], limit: int) -> Iterator[RawEdit]:
    start, end = text.start(call), text.end(call)
    parts = sorted([*call.args, *call.keywords], key=text.start)
    spans = [(text.start(part), text.end(part)) for part in parts]
    if (
        not parts
        or any(isinstance(part, ast.GeneratorExp) for part in parts)
        or text.content[end : text.line_end(end)].strip()
        or not all(_within(edit, spans) for edit in touching)
    ):
        return
    outer = text.indentation(call)
    try:
        elements = elements_of(text.segment(call), outer, _STEP, start)
    except Uneditable:
        return
    opening, *between, closing = elements.gaps
    if "\n" in "".join([*elements.values, *(gap.code for gap in between)]):
        return
    if not opening.code and not closing.code and not outer.strip(" "):
        (first, _), (_, last) = spans[0], spans[-1]
        if len(outer + _STEP + _edited(text, first, last, touching)) <= limit:
            elements.wrap()
        else:
            elements.spread()
    elif between and opening.code.strip(" ") == closing.code.strip(" ") == elements.newline:
        elements.spread()
    for edit in elements.edits():
        yield (*edit, touching[0][3])


def _within(edit: RawEdit, spans: Sequence[tuple[int, int]]) -> bool:
    return "\n" not in edit[2] and any(a <= edit[0] and edit[1] <= b for a, b in spans)


def _edited(text: Text, start: int, end: int, edits: Sequence[RawEdit]) -> str:
    pieces, at = [], start
    for a, b, new, _ in sorted(edits):
        pieces += [text.content[at:a].decode(), new]
        at = b
    return "".join([*pieces, text.content[at:end].decode()])
