"""Takes statements out of a file, with the comments and the blank lines that were theirs."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection

from transformer.codemod.file import File
from transformer.codemod.rules import Rule, Safe

OF_REMOVAL = re.compile(r"\b(?:un|de)-?regist", re.IGNORECASE)


def delete(file: File, rule: Rule, statement: ast.stmt) -> bool:
    """Take one statement out; ``pass`` stands in where its block would be empty.

    A comment above goes along where it speaks of an unregistration and of nothing else.
    """
    text = file.text
    start, end = text.start(statement), text.end(statement)
    block = file.layout.block(statement)
    if len(block) == 1 and not isinstance(file.parent(statement), ast.Module):
        return file.report(rule, statement, edit=Safe("pass"))
    before = text.content[text.line_start(start) : start]
    after = text.content[end : text.line_end(end)].strip()
    if before.strip() or (after and not after.startswith(b"#")):
        return _from_shared_line(file, rule, statement, block)
    first, last = text.line_start(start), text.next_line(end)
    below = text.content[last : text.line_end(last)].strip()
    if not below:
        first = _with_comments(file, first)
        first, last = _with_blank_lines(file, first, last)
    return _remove(file, rule, statement, first, last)


def _remove(file: File, rule: Rule, statement: ast.stmt, start: int, end: int) -> bool:
    if file.claimed(statement) or file.ignored(statement, rule):
        return False
    return file.replace_bytes(rule, start, end, "", statement)


def _from_shared_line(file: File, rule: Rule, statement: ast.stmt, block: list[ast.stmt]) -> bool:
    text, index = file.text, block.index(statement)
    if index + 1 < len(block) and block[index + 1].lineno == statement.end_lineno:
        return _remove(file, rule, statement, text.start(statement), text.start(block[index + 1]))
    if index and block[index - 1].end_lineno == statement.lineno:
        return _remove(file, rule, statement, text.end(block[index - 1]), text.end(statement))
    return file.report(rule, statement, edit=Safe("pass"))


def _with_comments(file: File, first: int) -> int:
    """Above the comment lines over ``first``, where they speak of a removal."""
    at = file.text.above_comments(first)
    return at if OF_REMOVAL.search(file.text.content[at:first].decode()) else first


def _with_blank_lines(file: File, first: int, last: int) -> tuple[int, int]:
    """Leave as many blank lines as there were on the side that had more."""
    text = file.text
    above = below = 0
    at = first
    while at > 0 and not text.content[text.line_start(at - 1) : at].strip():
        at = text.line_start(at - 1)
        above += 1
    end = last
    while end < len(text.content) and not text.content[end : text.line_end(end)].strip():
        end = text.next_line(end)
        below += 1
    if end >= len(text.content):
        return (at, end)
    for _ in range(min(above, below)):
        last = text.next_line(last)
    return (first, last)


def remove_element(file: File, rule: Rule, literal: ast.expr, element: ast.expr) -> bool:
    """Take one element out of a list, tuple or set literal that has others."""
    assert isinstance(literal, (ast.List, ast.Tuple, ast.Set))
    if file.claimed(element) or file.ignored(element, rule):
        return False
    text, elements = file.text, literal.elts
    index = elements.index(element)
    if index:
        start, end = text.end(elements[index - 1]), text.end(element)
    else:
        start, end = text.start(element), text.start(elements[1])
    # A tuple of one needs its comma.
    alone = isinstance(literal, ast.Tuple) and len(elements) == 2
    tail = text.content[text.end(elements[-1]) : text.end(literal)]
    comma = alone and b"," not in tail
    if comma and index == 0:
        return file.replace_bytes(
            rule, start, text.end(elements[1]), text.segment(elements[1]) + ",", element
        )
    return file.replace_bytes(rule, start, end, "," if comma else "", element)


def drop_unused_imports(file: File, rule: Rule, gone: Collection[ast.AST]) -> None:
    """Drop the imports that only the code in ``gone`` needed."""
    removed = {part for node in gone for part in ast.walk(node)}
    names = {part.id for part in removed if isinstance(part, ast.Name)}
    used = {name.id for name in file.analysis.scopes if name not in removed}
    for local in sorted(names - used):
        bindings = file.analysis.module.bindings.get(local, [])
        for binding in bindings:
            if isinstance(binding.node, ast.alias) and not binding.block:
                file.imports.drop(rule, binding.node)
