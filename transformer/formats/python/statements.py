"""The statements of a module, which are what most questions are about."""

from __future__ import annotations

import ast
from collections.abc import Iterator


def statements(module: ast.AST) -> Iterator[ast.AST]:
    """Every statement in the order of the file, and no expression: of those there are many more."""
    stack = [module]
    while stack:
        node = stack.pop()
        yield node
        for name in ("cases", "finalbody", "orelse", "handlers", "body"):
            part = getattr(node, name, None)
            if isinstance(part, list):
                stack += reversed(part)
