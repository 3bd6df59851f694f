"""The imports of one file: names that go, names that come, and what is bound below them.

Every statement is edited once, by :mod:`transformer.codemod.statements`; the edits are collected
first, so that a name which one rule drops and another needs is neither lost nor doubled.
"""

from __future__ import annotations

import ast
import sys
import weakref
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

from transformer.codemod.headings import is_heading
from transformer.codemod.statements import edit_names
from transformer.references.resolve import UNKNOWN, package_of
from transformer.references.scopes import Scope, resolve_relative
from transformer.rules import Rule

if TYPE_CHECKING:
    from transformer.codemod.file import File

RawEdit: TypeAlias = tuple[int, int, str, str]
Import: TypeAlias = ast.Import | ast.ImportFrom


@dataclass
class _Statement:
    """What is to be done to one import statement."""

    remove: dict[ast.alias, str] = field(default_factory=dict)
    add: dict[str, str] = field(default_factory=dict)
    below: list[tuple[str, str]] = field(default_factory=list)


class Imports:
    """Plans import edits for ``file``; :meth:`edits` turns the plan into byte edits."""

    def __init__(self, file: File) -> None:
        # A cycle would keep every file of a project in memory while collection is paused.
        self.file: File = weakref.proxy(file)
        self._plans: dict[ast.ImportFrom | ast.Import, _Statement] = {}
        self._new: dict[tuple[str, str, str], str] = {}
        self._asked: dict[tuple[str, str, str], set[ast.AST]] = {}
        self._below: dict[ast.stmt, list[tuple[str, str]]] = {}

    # The plan

    def drop(self, rule: Rule, alias: ast.alias | None) -> None:
        """Drop one imported name; a star import (None) stays."""
        if alias is None:
            return
        statement = self.file.parent(alias)
        assert isinstance(statement, (ast.Import, ast.ImportFrom))
        self._plan(statement).remove[alias] = rule.code

    def add(self, rule: Rule, module: str, name: str, local: str) -> None:
        """Import ``module.name`` at the head of the file, as ``local``."""
        self._new.setdefault((module, name, local), rule.code)

    def name_for(self, rule: Rule, module: str, name: str, node: ast.AST) -> str:
        """The local name of ``module.name`` where ``node`` stands; imported where it is not yet."""
        if existing := self.visible(module, name, node):
            if (module, name, existing) in self._asked:
                self._asked[module, name, existing].add(node)
            return existing
        local = name
        taken = self.file.resolver.lookup(
            name, self.file.scope_of(node), self.file.module.name
        ) != {UNKNOWN} or self._bound(name)
        if taken:
            local = f"{module.split('.')[0]}_{name}"
            while self._bound(local):
                local += "_"
        self._new.setdefault((module, name, local), rule.code)
        self._asked.setdefault((module, name, local), set()).add(node)
        return local

    def withdraw(self, node: ast.AST) -> None:
        """What only ``node`` asked for is not imported: its own edit is not made."""
        for key, nodes in list(self._asked.items()):
            nodes.discard(node)
            if not nodes:
                del self._asked[key], self._new[key]

    def visible(self, module: str, name: str, node: ast.AST) -> str | None:
        """The name by which ``node`` can already say ``module.name``."""
        return self._imported(module, name, node) or next(
            (local for *planned, local in self._new if planned == [module, name]), None
        )

    def _imported(self, module: str, name: str, node: ast.AST) -> str | None:
        wanted = {f"{module}.{name}"}
        file = self.file
        scope = file.scope_of(node)
        current: Scope | None = scope
        while current is not None:
            for local, bindings in current.bindings.items():
                for binding in bindings:
                    if (
                        binding.kind == "from"
                        and (binding.module, binding.name) == (module, name)
                        and not self._removed(binding.node)
                        and not self._type_checking(binding.node)
                        and file.resolver.lookup(
                            local, _seen_from(scope, local, node), file.module.name
                        )
                        == wanted
                        and (binding.at < (node.lineno, node.col_offset))  # type: ignore[attr-defined]
                    ):
                        return local
            current = current.parent
        return None

    def _bound(self, name: str) -> bool:
        scopes = {self.file.analysis.module, *self.file.analysis.scopes.values()}
        return any(name in scope.bindings for scope in scopes)

    def _removed(self, alias: ast.AST) -> bool:
        return any(alias in plan.remove for plan in self._plans.values())

    def _type_checking(self, node: ast.AST) -> bool:
        return any(is_type_checking(self.file, parent) for parent in self.file.ancestors(node))

    def below(self, rule: Rule, statement: Import, lines: str) -> None:
        """Put ``lines`` below the imports among which ``statement`` stands, in the same block."""
        last = self.run(statement)[-1]
        self._below.setdefault(last, []).append((lines, rule.code))

    def beside(self, rule: Rule, statement: Import, source: str) -> None:
        """Put another import statement where ``statement`` stands, inside its block."""
        plan = self._plan(statement)
        if source not in [text for text, _ in plan.below]:
            plan.below.append((source, rule.code))

    def _plan(self, statement: Import) -> _Statement:
        return self._plans.setdefault(statement, _Statement())

    # The layout of the file

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
        parent = self.file.parent(statement)
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
        if isinstance(node, ast.If) and is_type_checking(self.file, node):
            return not node.orelse and all(self._imports_only(part) for part in node.body)
        return False

    @cached_property
    def top(self) -> list[Import]:
        """The import statements at the head of the file, ``__future__`` left out."""
        found: list[Import] = []
        for index, node in enumerate(self.file.analysis.tree.body):
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
        body = self.file.analysis.tree.body
        for index, node in enumerate(body):
            call = node.value if isinstance(node, ast.Expr) else None
            if isinstance(call, ast.Call) and self.file.means(call.func, "django.setup"):
                following = body[index + 1 : index + 2]
                imports = following and self._imports_only(following[0])
                return self.run(following[0])[-1] if imports else node
        return None

    # The edits

    def edits(self) -> Iterator[RawEdit]:
        """Byte edits of the file's text, for all that was planned."""
        self._merge_new()
        inserted = [*self._insert_new()]
        for last, lines in self._below.items():
            inserted += self._insert_below(last, lines)
        taken = {start for start, _, _, _ in inserted}
        for statement, plan in self._plans.items():
            yield from self._edit(statement, plan, taken)
        yield from inserted

    def _merge_new(self) -> None:
        for (module, name, local), code in list(self._new.items()):
            for statement in self.top:
                if (
                    isinstance(statement, ast.ImportFrom)
                    and statement.module == module
                    and not statement.level
                    and local == name
                    and any(a.name != "*" and not a.asname for a in statement.names)
                    and not self.shares_line(statement)
                ):
                    self._plan(statement).add[name] = code
                    del self._new[module, name, local]
                    break

    def _edit(self, statement: Import, plan: _Statement, taken: set[int]) -> Iterator[RawEdit]:
        text = self.file.text
        start, end = text.start(statement), text.end(statement)
        code = next(iter([*plan.remove.values(), *plan.add.values(), "US301"]))
        indent = text.indentation(statement)
        extra = [source for source, _ in plan.below]
        remove = {statement.names.index(alias) for alias in plan.remove}
        if len(remove) == len(statement.names) and not plan.add:
            if not extra:
                yield from self._delete(statement, code, taken)
                return
            edited = extra.pop(0)
        elif not remove and not plan.add:
            edited = text.content[start:end].decode().replace("\r\n", "\n")
        elif isinstance(statement, ast.Import):
            kept = [a for i, a in enumerate(statement.names) if i not in remove]
            names = ", ".join(a.name + (f" as {a.asname}" if a.asname else "") for a in kept)
            edited = f"import {names}"
        else:
            source = text.content[start:end].decode().replace("\r\n", "\n")
            rest = edit_names(source, remove, sorted(plan.add), self.limit, indent, "\n")
            assert rest is not None
            edited = rest
        if self.shares_line(statement):
            between = "; " if len(remove) == len(statement.names) else f"\n{indent}"
            yield (start, end, between.join([edited, *extra]), code)
            return
        if remove or plan.add:
            yield (start, end, edited, code)
        # The comment behind the statement stays there.
        at = text.next_line(end)
        open_end = not text.content[:at].endswith((b"\n", b"\r"))
        for line in extra:
            yield (at, at, f"\n{indent}{line}" if open_end else f"{indent}{line}\n", code)

    @cached_property
    def limit(self) -> int:
        """The longest line an import may have: 88, or what the file's own imports reach."""
        ends = [self.file.text.line(n.end_lineno or n.lineno) for n in self.top]
        return max([88, *(len(line) for line in ends)])

    def shares_line(self, statement: ast.stmt) -> bool:
        """Whether other code stands on the statement's lines."""
        text = self.file.text
        before = text.content[text.line_start(text.start(statement)) : text.start(statement)]
        after = text.content[text.end(statement) : text.line_end(text.end(statement))].strip()
        return bool(before.strip()) or (bool(after) and not after.startswith(b"#"))

    def may_fail(self, statement: ast.stmt) -> bool:
        """Whether an import below ``statement`` in the same ``try`` can keep what follows away."""
        parent = self.file.parent(statement)
        return isinstance(parent, ast.Try) and statement in parent.body

    def _delete(self, statement: Import, code: str, taken: set[int]) -> Iterator[RawEdit]:
        text = self.file.text
        start, end = text.start(statement), text.end(statement)
        block = self.block(statement)
        gone = [s for s in block if s in self._plans and self._empties(s)]
        index = block.index(statement)
        beside = block[index + 1] if index + 1 < len(block) else None
        if beside is not None and beside not in gone and beside.lineno == statement.end_lineno:
            # `from django.contrib.auth.models import User; import sys`
            yield (start, text.start(beside), "", code)
            return
        if self.shares_line(statement) or (
            len(gone) == len(block) and statement is block[0] and statement not in self._below
        ):
            yield (start, end, "pass", code)
            return
        start, end = text.line_start(start), text.next_line(end)
        above = text.content[:start].splitlines()[-1:]
        blank_above = not above or not above[0].strip()
        following = text.content[end : text.line_end(end)]
        below = any(text.next_line(text.end(last)) == end for last in self._below)
        if above and blank_above and below and not taken.intersection(range(start, end)):
            # What is inserted below brings its own blank line.
            start = text.line_start(start - 1)
        lonely = blank_above and not taken.intersection(range(start, end + 1))
        if lonely and end < len(text.content) and not following.strip():
            end = text.next_line(end)
        yield (start, end, "", code)

    def _empties(self, statement: ast.stmt) -> bool:
        plan = self._plans.get(statement)  # type: ignore[call-overload]
        return plan is not None and len(plan.remove) == len(statement.names) and not plan.add  # type: ignore[attr-defined]

    def _insert_below(self, last: ast.stmt, lines: list[tuple[str, str]]) -> Iterator[RawEdit]:
        text = self.file.text
        indent = text.indentation(last)
        code = lines[0][1]
        body = "\n".join(
            indent + line if line else line for block, _ in lines for line in block.split("\n")
        )
        at = text.next_line(text.end(last))
        head = "" if text.content[:at].endswith((b"\n", b"\r")) else "\n"
        if self.file.parent(last) is self.file.analysis.tree:
            head += "\n"
        following = text.content[at : text.line_end(at)].strip()
        tail = "\n"
        if self.file.parent(last) is self.file.analysis.tree and following:
            tail += "\n"
        if at >= len(text.content) and head.startswith("\n\n"):
            tail = ""
        yield (at, at, head + body + tail, code)

    def _insert_new(self) -> Iterator[RawEdit]:
        grouped: dict[str, list[tuple[str, str, str]]] = {}
        for (module, name, local), code in self._new.items():
            grouped.setdefault(module, []).append((name, local, code))
        last = (-1, 0, "")
        for section, module in sorted((self._section(m), m) for m in grouped):
            names = grouped[module]
            parts = [n if n == local else f"{n} as {local}" for n, local, _ in sorted(names)]
            at, before, after = self._place(module)
            if last[0] == at:
                before = "" if last[1] == section or last[2] else "\n"
            last = (at, section, after)
            yield (at, at, f"{before}from {module} import {', '.join(parts)}\n{after}", names[0][2])

    def _place(self, module: str) -> tuple[int, str, str]:
        """Where a new ``from module import …`` goes, with what must stand before and after it."""
        text = self.file.text
        if self.set_up is not None and module.endswith(".models"):
            return self._after(self.set_up, "", "")
        kept = [s for s in self.top if not self._empties(s)]
        if self.top and not kept:
            return (self._above(self.top[0]), "", "")
        same = [s for s in kept if _top(self._module(s)) == _top(module)]
        gone = [s for s in self.top if s not in kept and _top(self._module(s)) == _top(module)]
        if gone and not same:
            return (text.line_start(text.start(gone[0])), "", "")
        if same:
            modules = [self._module(s).lower() for s in same if isinstance(s, ast.ImportFrom)]
            if gone and _top(module) == "django" and modules != sorted(modules):
                return (text.line_start(text.start(gone[0])), "", "")
            # Plain imports come first, but not in the order that makemigrations writes.
            froms = [s.lineno for s in same if isinstance(s, ast.ImportFrom)]
            before = min(froms, default=sys.maxsize)
            plain = [s for s in same if isinstance(s, ast.Import) and s.lineno < before]
            earlier = [s for s in same if s in plain or self._module(s) < module]
            if earlier:
                return self._after(earlier[-1], "", "")
            return (self._above(same[0]), "", "")
        section = self._section(module)
        earlier = [s for s in kept if self._section(self._module(s)) <= section]
        if earlier:
            equal = [s for s in earlier if self._section(self._module(s)) == section]
            smaller = [s for s in equal if self._module(s).lower() <= module.lower()]
            if smaller:
                return self._after(smaller[-1], "", "")
            if equal:
                return (self._above(equal[0]), "", "")
            return self._after(earlier[-1], "\n", "")
        if kept:
            return (self._above(kept[0]), "", "\n")
        return self._head()

    def _above(self, statement: Import) -> int:
        """Where a line above ``statement`` starts: also above its comment, but not the file's.

        A heading of a section of imports is no comment of the first of them.
        """
        text = self.file.text
        line = text.line_start(text.start(statement))
        previous = text.content[text.line_start(max(line - 1, 0)) : line]
        if is_heading(previous.decode("utf-8", "replace"), _top(self._module(statement))):
            return line
        return text.above_comments(line) or line

    def _after(self, statement: ast.stmt, before: str, after: str) -> tuple[int, str, str]:
        text = self.file.text
        at = text.next_line(text.end(statement))
        if not text.content[:at].endswith((b"\n", b"\r")):
            before = "\n" + before
        return (at, before, after)

    def _head(self) -> tuple[int, str, str]:
        """Below the docstring and ``__future__``, or below the comments that open the file."""
        text = self.file.text
        body = self.file.analysis.tree.body
        last = None
        for index, node in enumerate(body):
            docstring = index == 0 and isinstance(node, ast.Expr)
            if not docstring and getattr(node, "module", None) != "__future__":
                break
            last = node
        if last is not None:
            at, before, after = self._after(last, "\n", "")
            following = text.content[at : text.line_end(at)].strip()
            return (at, before, after + ("\n" if following else ""))
        at = 0
        while at < len(text.content) and text.content[at : at + 1] == b"#":
            at = text.next_line(at)
        return (at, "\n" if at else "", "\n")

    def _module(self, statement: Import) -> str:
        if isinstance(statement, ast.ImportFrom):
            if statement.level:
                return "." * statement.level + (statement.module or "")
            return statement.module or ""
        return statement.names[0].name

    def _section(self, module: str) -> int:
        """isort's sections: standard library, third party, the project's own, relative."""
        top = _top(module)
        if not top:
            return 4
        if top in sys.stdlib_module_names:
            return 1
        own = top in self.file.project.modules or self.file.resolver.is_module(top)
        return 3 if own or module.startswith(self.file.options.app_module) else 2


def _top(module: str) -> str:
    return module.partition(".")[0]


def _dunder(node: ast.stmt) -> bool:
    return (
        isinstance(node, ast.Assign)
        and isinstance(node.targets[0], ast.Name)
        and node.targets[0].id.startswith("__")
    )


def _seen_from(scope: Scope, name: str, node: ast.AST) -> Scope:
    """Where ``name`` is looked up: a class body sees its own only below their assignment."""
    at = (node.lineno, node.col_offset)  # type: ignore[attr-defined]
    if any(binding.at < at for binding in scope.bindings.get(name, ())):
        return scope
    while scope.kind == "class" and scope.parent is not None:
        scope = scope.parent
    return scope


def _holds_import(node: ast.stmt) -> bool:
    return any(isinstance(part, (ast.Import, ast.ImportFrom)) for part in ast.walk(node))


def is_type_checking(file: File, node: ast.AST) -> bool:
    """Whether ``node`` is ``if TYPE_CHECKING:``, however the name is imported."""
    if not isinstance(node, ast.If):
        return False
    test = node.test
    name = test.id if isinstance(test, ast.Name) else getattr(test, "attr", "")
    return name == "TYPE_CHECKING"


def absolute(file: File, statement: ast.ImportFrom) -> str:
    """The absolute module that ``from … import`` names."""
    package = package_of(file.path, file.module.name)
    return resolve_relative(statement.module, statement.level, package)
