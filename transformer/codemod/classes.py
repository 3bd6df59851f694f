"""Classes across the project's modules: what they derive from and what their bodies say."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from contextlib import suppress

from transformer.codemod.file import File
from transformer.semantics import PARSE_ERRORS
from transformer.semantics.resolve import UNKNOWN
from transformer.semantics.scopes import Scope

DEPTH = 20


def lineage(file: File, node: ast.ClassDef) -> Iterator[tuple[str, ast.ClassDef | None]]:
    """All classes that ``node`` derives from, nearly in the order in which Python asks them.

    Each comes as its dotted name, ``"?"`` where it cannot be followed, with its body where it is
    one of the project.
    """
    for base in node.bases:
        for dotted in sorted(file.meaning(base)) or [UNKNOWN]:
            yield from _upward(file, dotted, DEPTH)


def ancestry(file: File, dotted: str) -> Iterator[tuple[str, ast.ClassDef | None]]:
    """A class by its dotted name, and all that it derives from, as :func:`lineage` gives them."""
    yield from _upward(file, dotted, DEPTH)


def _upward(file: File, dotted: str, depth: int) -> Iterator[tuple[str, ast.ClassDef | None]]:
    module, _, name = dotted.rpartition(".")
    scope = _top_scope(file, module) if depth else None
    bindings = scope.bindings.get(name, []) if scope else []
    node = next((b.node for b in reversed(bindings) if isinstance(b.node, ast.ClassDef)), None)
    yield (dotted, node)
    if node is None or scope is None:
        return
    for base in node.bases:
        if isinstance(base, ast.Subscript):
            base = base.value
        found = file.resolver.expression(base, scope, None, module)
        for parent in sorted(found) or [UNKNOWN]:
            yield from _upward(file, parent, depth - 1)


def _top_scope(file: File, module: str) -> Scope | None:
    """The names of a module of the project, those of the file itself as it is edited."""
    if module in ("", file.module.name):
        return file.analysis.module
    path = file.project.modules.get(module)
    with suppress(*PARSE_ERRORS):
        return file.index.module(path).analysis.module if path else None
    return None


def derives(file: File, node: ast.ClassDef, *prefixes: str) -> bool:
    """Whether one of the classes above ``node`` has a dotted name with one of these prefixes."""
    return any(dotted.startswith(prefixes) for dotted, _ in lineage(file, node))


def member(node: ast.ClassDef, name: str) -> ast.stmt | None:
    """The statement of a class body that gives ``name`` its value."""
    for statement in node.body:
        if isinstance(statement, (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):
            if statement.name == name:
                return statement
        elif isinstance(statement, ast.Assign):
            if any(isinstance(t, ast.Name) and t.id == name for t in statement.targets):
                return statement
        elif isinstance(statement, ast.AnnAssign):
            target = statement.target
            if isinstance(target, ast.Name) and target.id == name and statement.value:
                return statement
    return None


def value(node: ast.ClassDef, name: str) -> ast.expr | None:
    """What a class body assigns to ``name``."""
    statement = member(node, name)
    return statement.value if isinstance(statement, (ast.Assign, ast.AnnAssign)) else None


def enclosing_class(file: File, node: ast.AST) -> ast.ClassDef | None:
    """The class whose body ``node`` stands in, not inside one of its methods."""
    for parent in file.ancestors(node):
        if isinstance(parent, ast.ClassDef):
            return parent
        if isinstance(parent, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
            return None
    return None
