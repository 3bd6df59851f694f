"""Expressions that start from the user model: ``User.objects.filter(…)``, ``User._meta.ordering``.

Not a rule: the rules US360 to US363 share it.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass

from transformer.codemod.file import File
from transformer.semantics.resolve import CUSTOM_USER


@dataclass(frozen=True)
class Rooted:
    """``names`` are the attributes on the way, from the model outwards."""

    user: ast.expr
    names: tuple[str, ...]
    is_auth_user: bool


def rooted(file: File, node: ast.AST | None) -> Rooted | None:
    """What an expression of attributes, calls and subscripts starts from, if it is the model."""
    names: list[str] = []
    while node is not None:
        if isinstance(node, ast.expr):
            if file.is_auth_user(node):
                return Rooted(node, tuple(reversed(names)), True)
            if file.means(node, CUSTOM_USER):
                return Rooted(node, tuple(reversed(names)), False)
        if isinstance(node, ast.Attribute):
            names.append(node.attr)
            node = node.value
        elif isinstance(node, ast.Call):
            node = node.func
        elif isinstance(node, ast.Subscript):
            node = node.value
        else:
            return None
    return None
