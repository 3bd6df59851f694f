"""Takes statements out of a file, with the comments and the blank lines that were theirs."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection

from transformer.codemod.file import File
from transformer.codemod.rules import Rule, Safe
from transformer.formats.python.lists import elements_in

OF_REMOVAL = re.compile(r"\b(?:un|de)-?regist", re.IGNORECASE)


def delete(file: File, rule: Rule, statement: ast.stmt) -> bool:
    """Take one statement out; ``pass`` stands in where its block would be empty.

    A comment above goes along where it speaks of an unregistration and of nothing else.
    """
    text = file.text
    block = file.layout.block(statement)
    if len(block) == 1 and not isinstance(file.parent(statement), ast.Module):
        return file.report(rule, statement, edit=Safe("pass"))
    if file.claimed(statement) or file.ignored(statement, rule):
        return False
    if text.shares_line(statement):
        edit = text.removal_from_line(statement, [s for s in block if s is not statement])
        return file.replace_bytes(rule, *edit, statement)
    start, end = text.lines(statement)
    if not text.content[end : text.line_end(end)].strip():
        start = _with_comments(file, start)
    return file.replace_bytes(rule, *text.removal(start, end), "", statement)


def _with_comments(file: File, first: int) -> int:
    """Above the comment lines over ``first``, where they speak of a removal."""
    at = file.text.above_comments(first)
    return at if OF_REMOVAL.search(file.text.content[at:first].decode()) else first


def remove_element(file: File, rule: Rule, literal: ast.expr, element: ast.expr) -> bool:
    """Take one element out of a list, tuple or set that has others."""
    assert isinstance(literal, (ast.List, ast.Tuple, ast.Set))
    if file.claimed(element) or file.ignored(element, rule):
        return False
    elements = elements_in(file.text, literal)
    elements.remove(literal.elts.index(element))
    if not file.edit(rule, elements):
        return False
    file.claim(rule, element)
    return True


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
