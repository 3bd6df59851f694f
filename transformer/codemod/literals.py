"""String literals of a file: which of them make up a value, and edits of a part of one.

An edit touches only the bytes that change, so that quotes, prefixes, f-string fields and the layout
of concatenated literals stay.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from transformer.codemod.file import File
from transformer.semantics.scopes import Binding, Scope


def in_f_string(file: File, node: ast.AST) -> bool:
    """Whether a constant is a piece of an f-string: the f-string is the literal, then."""
    return isinstance(file.parent(node), ast.JoinedStr)


def is_docstring(file: File, node: ast.AST) -> bool:
    """Whether a literal stands alone as a statement: nothing reads its value."""
    return isinstance(file.parent(node), ast.Expr)


def literals(file: File, node: ast.AST | None, depth: int = 4) -> Iterator[ast.expr]:
    """The string literals that make up a value: itself, elements, both sides of a condition.

    A name is followed to the one place of the same file that gives it its value; a loop's name
    to what the loop runs over.
    """
    match node:
        case ast.Constant(value=str()) as literal:
            yield literal
        case ast.JoinedStr() as literal:
            yield literal
        case ast.List(elts=parts) | ast.Tuple(elts=parts) | ast.Set(elts=parts):
            for part in parts:
                yield from literals(file, part, depth)
        case ast.Starred(value=value) | ast.NamedExpr(value=value):
            yield from literals(file, value, depth)
        case ast.IfExp(body=first, orelse=second):
            yield from literals(file, first, depth)
            yield from literals(file, second, depth)
        case ast.BinOp(left=first, right=second, op=ast.Add() | ast.BitOr()):
            yield from literals(file, first, depth)
            yield from literals(file, second, depth)
        case ast.BinOp(left=ast.Constant(value=str()) as first, op=ast.Mod()):
            yield first
        case ast.BoolOp(values=values):
            for value in values:
                yield from literals(file, value, depth)
        case ast.Call(func=ast.Attribute(value=ast.Constant(value=str()) as first, attr="format")):
            yield first
        case ast.Call(func=ast.Name(id="list" | "tuple" | "set" | "frozenset"), args=[value]):
            yield from literals(file, value, depth)
        case ast.Name() as name if depth:
            for source in bound_values(file, name):
                yield from literals(file, source, depth - 1)
        case _:
            pass


def bound_values(file: File, node: ast.Name) -> Iterator[ast.AST]:
    """The one value that the file gives a name, or what a loop runs over that does."""
    scope = owner(file, node)
    bindings: list[Binding] = scope.bindings.get(node.id, []) if scope else []
    if len(bindings) != 1:
        return
    if bindings[0].value is not None:
        yield bindings[0].value
        return
    parent = file.parent(bindings[0].node)
    if isinstance(parent, (ast.For, ast.comprehension)) and parent.target is bindings[0].node:
        yield parent.iter


def owner(file: File, node: ast.expr) -> Scope | None:
    """The scope whose binding a name reads; None for a builtin."""
    assert isinstance(node, ast.Name)
    first: Scope = file.analysis.scopes[node]
    scope = first
    while True:
        if node.id in scope.declared:
            return scope.declared[node.id]
        if node.id in scope.bindings and (
            scope.kind != "class" or (scope is first and _surely_bound(file, node, scope))
        ):
            return scope
        if scope.parent is None:
            return None
        scope = scope.parent


def _surely_bound(file: File, node: ast.Name, scope: Scope) -> bool:
    """Whether a class body has bound the name when ``node`` reads it: ``User = User`` has not."""
    at, block = (node.lineno, node.col_offset), file.analysis.blocks[node]
    return any(b.at <= at and b.dominates(block) for b in scope.bindings[node.id])


def last_name(node: ast.AST | None) -> str:
    """``c`` of ``a.b.c`` and of ``c(…)``; empty for other expressions."""
    while isinstance(node, ast.Call):
        node = node.func
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""
