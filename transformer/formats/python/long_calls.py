"""Calls that an edit makes too long are laid out as Black and Ruff do, where a project uses them.

``ForeignKey(User, …)`` grows by twenty characters. Left on one line, it fails the formatter's check
or the linter's limit in the project's own pipeline. Only a call that is a whole statement, value or
decorator is laid out, that was short enough before, and whose arguments stand on one line without a
comment.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from transformer.formats.python.text import Text

RawEdit: TypeAlias = tuple[int, int, str, str]
_STEP = "    "


def laid_out(
    tree: ast.Module, text: Text, edits: Sequence[RawEdit], limit: int
) -> Iterator[RawEdit]:
    """The line breaks and commas to add, given the edits that are made."""
    if not any(_too_long(text, edit, edits, limit) for edit in edits):
        return
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
                yield from _call(call, text, edits, limit)


def _too_long(text: Text, edit: RawEdit, edits: Sequence[RawEdit], limit: int) -> bool:
    start, end = text.line_start(edit[0]), text.line_end(edit[0])
    inside = [each for each in edits if start <= each[0] and each[1] <= end]
    before = text.content[start:end].decode()
    grown = len(before) + sum(len(new) - len(text.content[a:b].decode()) for a, b, new, _ in inside)
    return len(before) <= limit < grown


def _call(call: ast.Call, text: Text, edits: Sequence[RawEdit], limit: int) -> Iterator[RawEdit]:
    content, start, end = text.content, text.start(call), text.end(call)
    touching = [edit for edit in edits if start <= edit[1] and edit[0] <= end]
    parts = sorted([*call.args, *call.keywords], key=text.start)
    if not touching or not parts or any(isinstance(part, ast.GeneratorExp) for part in parts):
        return
    spans = [(text.start(part), text.end(part)) for part in parts]
    (first, _), (_, last) = spans[0], spans[-1]
    rest = content[end : text.line_end(end)].strip()
    head, tail = content[text.end(call.func) : first], content[last:end]
    gaps = [(a, b) for (_, a), (b, _) in pairwise(spans)]
    if (
        text.line_start(first) != text.line_start(last)
        or rest
        or not any(_too_long(text, edit, edits, limit) for edit in touching)
        or not all(content[a:b].strip() == b"," for a, b in gaps)
        or not all(_within(edit, spans) for edit in touching)
    ):
        return
    indent, code = text.indentation(call), touching[0][3]
    if (head, tail) == (b"(", b")") and indent.strip(" ") == "":
        inner = indent + _STEP
        width = len(inner) + len(_edited(text, first, last, touching))
        yield (first, first, f"\n{inner}", code)
        if width <= limit:
            yield (last, end - 1, f"\n{indent}", code)
            return
        yield (last, end - 1, f",\n{indent}", code)
    elif re.fullmatch(rb"\(\r?\n *", head) and re.fullmatch(rb"\r?\n *\)", tail):
        inner = " " * (first - text.line_start(first))
        if gaps:
            yield (last, last, ",", code)
    else:
        return
    for a, b in gaps:
        yield (a, b, f",\n{inner}", code)


def _within(edit: RawEdit, spans: Sequence[tuple[int, int]]) -> bool:
    return "\n" not in edit[2] and any(a <= edit[0] and edit[1] <= b for a, b in spans)


def _edited(text: Text, start: int, end: int, edits: Sequence[RawEdit]) -> str:
    pieces, at = [], start
    for a, b, new, _ in sorted(edits):
        pieces += [text.content[at:a].decode(), new]
        at = b
    return "".join([*pieces, text.content[at:end].decode()])
