"""Puts statements into class bodies, where a careful person would put them."""

from __future__ import annotations

import ast

from transformer.codemod.file import File
from transformer.codemod.rules import Rule, Safe

Functions = (ast.FunctionDef, ast.AsyncFunctionDef)


def add_statement(file: File, rule: Rule, node: ast.ClassDef, line: str) -> bool:
    """Put a line at the head of a class body, below its docstring; ``pass`` gives way to it."""
    if filler := _filler(node):
        return file.report(rule, filler, edit=Safe(line))
    first = node.body[1] if ast.get_docstring(node) is not None and node.body[1:] else node.body[0]
    if file.ignored(node, rule):
        return False
    if file.text.starts_line(first):
        file.insert(rule, file.text.above(first), f"{file.text.indentation(first)}{line}\n")
    else:
        file.insert(rule, file.text.start(first), f"{line}; ")
    return True


def has_room(file: File, node: ast.ClassDef) -> bool:
    """Whether :func:`add_class` can: not where a body shares the line of its ``class``."""
    return _filler(node) is not None or file.text.starts_line(node.body[0])


def add_class(file: File, rule: Rule, node: ast.ClassDef, header: str, line: str) -> bool:
    """Put a nested class of one line below the attributes of ``node``, above its methods."""
    text = file.text
    if file.ignored(node, rule):
        return False
    outer, step = text.indentation(node), text.indent
    filler = _filler(node)
    first = node.body[0]
    if not text.starts_line(first):
        colon = text.content.rindex(b":", 0, text.start(first)) + 1
        inner = outer + step
        block = f"\n{inner}class {header}:\n{inner}{step}{line}"
        return file.replace_bytes(rule, colon, text.end(first), block, first)
    inner = text.indentation(first)
    block = f"{inner}class {header}:\n{inner}{step}{line}\n"
    if filler is not None:
        return file.report(rule, filler, edit=Safe(block.strip()))
    method = next((s for s in node.body if isinstance(s, Functions)), None)
    if method is None:
        end, missing = text.below(node.body[-1])
        file.insert(rule, end, f"{missing}\n{block}")
        return True
    at = text.above(method)
    above = text.content[text.line_start(at - 1) : at]
    gap = "\n" if above.strip() and method is not first else ""
    file.insert(rule, at, f"{gap}{block}\n")
    return True


def _filler(node: ast.ClassDef) -> ast.stmt | None:
    """``pass`` or ``...``, where the body has nothing else but a docstring."""
    body = node.body[1:] if ast.get_docstring(node) is not None else node.body
    if len(body) == 1 and (
        isinstance(body[0], ast.Pass)
        or (
            isinstance(body[0], ast.Expr)
            and isinstance(body[0].value, ast.Constant)
            and body[0].value.value is ...
        )
    ):
        return body[0]
    return None
