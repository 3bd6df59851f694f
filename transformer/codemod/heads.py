"""Where a statement goes that a function is to run before everything else."""

from __future__ import annotations

import ast

from transformer.codemod.file import File
from transformer.codemod.rules import Rule
from transformer.semantics.scopes import Function


def insert_at_head(file: File, rule: Rule, function: Function, statement: str) -> bool:
    """Put a statement below a function's docstring and imports.

    False, and nothing done, where the body stands on the line of the ``def``.
    """
    first = _first_statement(function)
    if first is None or first.lineno == _header_end(function):
        return False
    indent = file.text.indentation(first)
    file.insert(rule, file.text.above(first), f"{indent}{statement}\n")
    return True


def _first_statement(function: Function) -> ast.stmt | None:
    """The first statement below the docstring and the imports; None where there is no other."""
    body = function.body
    if ast.get_docstring(function, clean=False) is not None:
        body = body[1:]
    while len(body) > 1 and isinstance(body[0], (ast.Import, ast.ImportFrom)):
        body = body[1:]
    return body[0] if body else None


def _header_end(function: Function) -> int:
    """The last line that the ``def`` itself surely reaches."""
    parts: list[ast.AST] = [function.args, *([function.returns] if function.returns else [])]
    lines = [getattr(n, "end_lineno", 0) or 0 for part in parts for n in ast.walk(part)]
    return max([function.lineno, *lines])
