"""How the imports of a file lie: which blocks they stand in, what they stand among."""

from __future__ import annotations

import ast
from functools import cached_property
from typing import TypeAlias

from transformer.formats.python.text import Text
from transformer.semantics.resolve import Module, Resolver, package_of
from transformer.semantics.scopes import resolve_relative

Import: TypeAlias = ast.Import | ast.ImportFrom


class Layout:
    """The layout of a module as it was read, whatever is planned for it.

    ``app_module`` is the package of the users app, which may not stand yet.
    """

    def __init__(self, module: Module, text: Text, resolver: Resolver, app_module: str) -> None:
        self.module = module
        self.text = text
        self.resolver = resolver
        self.app_module = app_module

    @cached_property
    def top(self) -> list[Import]:
        """The import statements at the head of the file, ``__future__`` left out."""
        found: list[Import] = []
        for index, node in enumerate(self.module.analysis.tree.body):
            if isinstance(node, (ast.Import, ast.ImportFrom)):
                if getattr(node, "module", None) != "__future__":
                    found.append(node)
            elif not (
                self._imports_only(node)
                or (index == 0 and isinstance(node, ast.Expr))
                or _dunder(node)
            ):
                break
        return found

    @cached_property
    def set_up(self) -> ast.stmt | None:
        """The ``django.setup()`` of a script, or the last import below it: models come later."""
        body = self.module.analysis.tree.body
        for index, node in enumerate(body):
            call = node.value if isinstance(node, ast.Expr) else None
            if isinstance(call, ast.Call) and self._sets_up(call.func):
                following = body[index + 1 : index + 2]
                imports = following and self._imports_only(following[0])
                return self.run(following[0])[-1] if imports else node
        return None

    def _sets_up(self, function: ast.expr) -> bool:
        named = isinstance(function, (ast.Name, ast.Attribute))
        return named and self.resolver.node(function, self.module) == {"django.setup"}

    def run(self, statement: ast.stmt) -> list[ast.stmt]:
        """The imports that follow ``statement`` without a break, itself included."""
        block = self.block(statement)
        start = block.index(statement)
        found = [statement]
        for other in block[start + 1 :]:
            if not self._imports_only(other):
                break
            found.append(other)
        while len(found) > 1 and not _holds_import(found[-1]):
            found.pop()
        return found

    def block(self, statement: ast.stmt) -> list[ast.stmt]:
        """The statements among which ``statement`` stands."""
        parent = self.module.analysis.parents.get(statement)
        for name in ("body", "orelse", "finalbody"):
            block = getattr(parent, name, None)
            if isinstance(block, list) and statement in block:
                return block
        raise ValueError("the statement stands in no block")

    def _imports_only(self, node: ast.stmt) -> bool:
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            return True
        if isinstance(node, ast.Try):
            parts = [*node.body, *node.orelse, *node.finalbody]
            parts += [part for handler in node.handlers for part in handler.body]
            simple = (ast.Import, ast.ImportFrom, ast.Pass, ast.Assign)
            return all(isinstance(part, simple) for part in parts)
        if isinstance(node, ast.If) and is_type_checking(node):
            return not node.orelse and all(self._imports_only(part) for part in node.body)
        return False

    def may_fail(self, statement: ast.stmt) -> bool:
        """Whether an import below ``statement`` in the same ``try`` can keep what follows away."""
        parent = self.module.analysis.parents.get(statement)
        return isinstance(parent, ast.Try) and statement in parent.body

    @cached_property
    def limit(self) -> int:
        """The longest line an import may have: 88, or what the file's own imports reach."""
        ends = [self.text.line(n.end_lineno or n.lineno) for n in self.top]
        return max([88, *(len(line) for line in ends)])


def is_type_checking(node: ast.AST) -> bool:
    """Whether ``node`` is ``if TYPE_CHECKING:``, however the name is imported."""
    if not isinstance(node, ast.If):
        return False
    test = node.test
    name = test.id if isinstance(test, ast.Name) else getattr(test, "attr", "")
    return name == "TYPE_CHECKING"


def absolute(module: Module, statement: ast.ImportFrom) -> str:
    """The absolute module that ``from … import`` names."""
    package = package_of(module.path, module.name)
    return resolve_relative(statement.module, statement.level, package)


def _dunder(node: ast.stmt) -> bool:
    return (
        isinstance(node, ast.Assign)
        and isinstance(node.targets[0], ast.Name)
        and node.targets[0].id.startswith("__")
    )


def _holds_import(node: ast.stmt) -> bool:
    return any(isinstance(part, (ast.Import, ast.ImportFrom)) for part in ast.walk(node))
