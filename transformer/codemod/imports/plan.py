"""Which imports a file loses and needs, and what is bound below them.

The wishes of the rules are collected before anything is edited, so that a name which one rule
drops and another needs is neither lost nor doubled.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from typing import TypeAlias

from transformer.codemod.imports.layout import Import, Layout, is_type_checking
from transformer.codemod.imports.type_checking import Checked, block_to_join
from transformer.codemod.rules import Rule
from transformer.semantics.resolve import UNKNOWN
from transformer.semantics.scopes import Scope

# The module, the name in it, and what it is called here.
Name: TypeAlias = tuple[str, str, str]


@dataclass
class Change:
    """What is to be done to one import statement."""

    remove: dict[ast.alias, str] = field(default_factory=dict)
    add: dict[str, str] = field(default_factory=dict)
    beside: list[tuple[str, str]] = field(default_factory=list)

    def empties(self, statement: Import) -> bool:
        """Whether no name of ``statement`` is left."""
        return len(self.remove) == len(statement.names) and not self.add


class Imports:
    """What is planned for the imports of a file; the module ``edits`` carries it out."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.module = layout.module
        self.analysis = layout.module.analysis
        self.resolver = layout.resolver
        self.changes: dict[Import, Change] = {}
        self.new: dict[Name, str] = {}
        self._asked: dict[Name, set[ast.AST]] = {}
        self.lines_below: dict[ast.stmt, list[tuple[str, str]]] = {}
        self.joined: dict[ast.If, Checked] = {}
        self.checked_below: dict[ast.stmt, tuple[str, Checked]] = {}

    def drop(self, rule: Rule, alias: ast.alias | None) -> None:
        """Drop one imported name; a star import (None) stays."""
        if alias is None:
            return
        statement = self.analysis.parents.get(alias)
        assert isinstance(statement, (ast.Import, ast.ImportFrom))
        self.change(statement).remove[alias] = rule.code

    def add(self, rule: Rule, module: str, name: str, local: str) -> None:
        """Import ``module.name`` at the head of the file, as ``local``."""
        self.new.setdefault((module, name, local), rule.code)

    def name_for(self, rule: Rule, module: str, name: str, node: ast.AST) -> str:
        """The local name of ``module.name`` where ``node`` stands; imported where it is not yet."""
        if existing := self.visible(module, name, node):
            if (module, name, existing) in self._asked:
                self._asked[module, name, existing].add(node)
            return existing
        local = name
        seen = self.resolver.lookup(name, self.analysis.scope_of(node), self.module.name)
        taken = seen != {UNKNOWN} or self._bound(name)
        if taken:
            local = f"{module.split('.')[0]}_{name}"
            while self._bound(local):
                local += "_"
        self.new.setdefault((module, name, local), rule.code)
        self._asked.setdefault((module, name, local), set()).add(node)
        return local

    def withdraw(self, node: ast.AST) -> None:
        """What only ``node`` asked for is not imported: its own edit is not made."""
        for key, nodes in list(self._asked.items()):
            nodes.discard(node)
            if not nodes:
                del self._asked[key], self.new[key]

    def visible(self, module: str, name: str, node: ast.AST) -> str | None:
        """The name by which ``node`` can already say ``module.name``."""
        wanted = {f"{module}.{name}"}
        current: Scope | None = self.analysis.scope_of(node)
        while current is not None:
            for local, binding in current.imported.get((module, name), ()):
                if (
                    not self._removed(binding.node)
                    and not self._type_checking(binding.node)
                    and binding.at < _position(node)
                    and self.resolver.lookup(local, self._seen_from(local, node), self.module.name)
                    == wanted
                ):
                    return local
            current = current.parent
        for planned_module, planned_name, local in self.new:
            if (planned_module, planned_name) == (module, name):
                return local
        return None

    def _seen_from(self, name: str, node: ast.AST) -> Scope:
        """Where ``node`` looks for a name: a class body looks outside until it binds its own."""
        scope = self.analysis.scope_of(node)
        if scope.kind != "class" or any(
            binding.at < _position(node) for binding in scope.bindings.get(name, ())
        ):
            return scope
        while scope.kind == "class" and scope.parent is not None:
            scope = scope.parent
        return scope

    def _bound(self, name: str) -> bool:
        scopes = {self.analysis.module, *self.analysis.scopes.values()}
        return any(name in scope.bindings for scope in scopes)

    def _removed(self, alias: ast.AST) -> bool:
        return any(alias in change.remove for change in self.changes.values())

    def _type_checking(self, node: ast.AST) -> bool:
        return any(is_type_checking(parent) for parent in self.analysis.ancestors(node))

    def below(self, rule: Rule, statement: Import, lines: str, comment: str = "") -> None:
        """Put ``lines`` below the imports among which ``statement`` stands, in the same block.

        The ``comment`` stands behind them, with the blanks before it.
        """
        last = self.layout.run(statement)[-1]
        below = self.lines_below.setdefault(last, [])
        # What is imported twice is bound once.
        if not any(text.startswith(lines) for text, _ in below):
            below.append((lines + comment, rule.code))

    def below_for_type_checker(
        self, rule: Rule, statement: Import, module: str, local: str, value: str
    ) -> None:
        """Have a type checker import ``module.User`` as ``local``, and the program bind ``value``.

        That stands where :meth:`below` would put it: in the block for the type checker that is
        there already, or in one of its own.
        """
        name = "User" if local == "User" else f"User as {local}"
        checked = Checked(module, rule.code)
        if block := block_to_join(self.layout, statement, local):
            checked = self.joined.setdefault(block, checked)
        else:
            last = self.layout.run(statement)[-1]
            checking = self.name_for(rule, "typing", "TYPE_CHECKING", statement)
            _, checked = self.checked_below.setdefault(last, (checking, checked))
            self.lines_below.setdefault(last, [])
        checked.add(name, f"{local} = {value}")

    def beside(self, rule: Rule, statement: Import, source: str) -> None:
        """Put another import statement where ``statement`` stands, inside its block."""
        change = self.change(statement)
        if source not in [text for text, _ in change.beside]:
            change.beside.append((source, rule.code))

    def change(self, statement: Import) -> Change:
        return self.changes.setdefault(statement, Change())


def _position(node: ast.AST) -> tuple[int, int]:
    return node.lineno, node.col_offset  # type: ignore[attr-defined]
