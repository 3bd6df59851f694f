"""One Python file under edit: what its names mean, and what the rules want done to it.

Rules ask questions of a :class:`File` and hand it replacements and findings. Nothing is changed
before every rule has spoken: :meth:`File.splices` gives the edits, imports included.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any

from transformer.codemod.edit_list import EditList
from transformer.codemod.ignore_comments import codes_on
from transformer.codemod.imports.edits import edits as import_edits
from transformer.codemod.imports.layout import Layout
from transformer.codemod.imports.plan import Imports
from transformer.codemod.rules import Rule, Safe, Suggested
from transformer.edits import Splice
from transformer.findings import Finding, Level
from transformer.formats.elements import Elements
from transformer.formats.python.long_calls import laid_out
from transformer.formats.python.text import Text
from transformer.options import Options
from transformer.semantics import References, auth_users
from transformer.semantics.resolve import AUTH_USER, Meaning, Module, Resolver
from transformer.semantics.scopes import Scope
from transformer.spellings import CAN_SPELL, FIELD

ALL = "*"


class File:
    """``references`` are the expressions that mean the auth user, in the order of the file.

    ``index`` holds what is known of the other files, ``facts`` what the pass has found out for its
    rules. ``wanted`` takes the dotted names that the edits need in the users app.
    """

    def __init__(
        self,
        module: Module,
        index: References,
        resolver: Resolver,
        options: Options,
        facts: Any = None,
    ) -> None:
        self.module = module
        self.facts = facts
        self.path = module.path
        self.analysis = module.analysis
        self.index = index
        self.resolver = resolver
        self.project = index.project
        self.options = options
        self.text = Text(module.source)
        self._findings: dict[Finding, Finding] = {}
        self.wanted: set[str] = set()
        self.layout = Layout(module, self.text, resolver, options.app_module)
        self.imports = Imports(self.layout)
        self._edits = EditList()
        self._claimed: dict[ast.AST, Rule] = {}
        self._switched_off: dict[int, frozenset[str]] = {}
        self._mentioned: dict[bytes, bool] = {}
        # The functions that a call hands over: each of its arguments asks for them.
        self.handed_over: dict[ast.Call, frozenset[str]] = {}

    @cached_property
    def references(self) -> tuple[ast.expr, ...]:
        return auth_users(self.module, self.resolver, self.index.names)

    @property
    def content(self) -> bytes:
        return self.module.source

    @property
    def size(self) -> int:
        return len(self.module.source)

    def edited(self, content: bytes) -> File:
        """The file with other content. Raises one of ``PARSE_ERRORS`` where it does not parse."""
        resolver = self.resolver.with_content(self.path, content)
        module = resolver.parse(self.path)
        return File(module, self.index, resolver, self.options, self.facts)

    # What things mean

    def meaning(self, node: ast.AST | None) -> Meaning:
        """The dotted names that a name or an attribute may mean; empty for other expressions."""
        if isinstance(node, ast.Subscript):
            node = node.value
        if not isinstance(node, (ast.Name, ast.Attribute, ast.Call)):
            return frozenset()
        return self.resolver.node(node, self.module)

    def is_auth_user(self, node: ast.AST | None) -> bool:
        """Whether an expression means the auth user on every way to it."""
        return node in self._auth_user

    @cached_property
    def _auth_user(self) -> frozenset[ast.AST]:
        certain = {AUTH_USER}
        return frozenset(node for node in self.references if self.meaning(node) == certain)

    def means(self, node: ast.AST | None, *dotted: str) -> bool:
        """Whether an expression surely means one of the given dotted names."""
        meaning = self.meaning(node)
        return bool(meaning) and meaning <= set(dotted)

    def places(self) -> Sequence[ast.AST]:
        """Every node, outer ones before inner ones; of constants those that can spell the user."""
        return self._places

    @cached_property
    def _places(self) -> tuple[ast.AST, ...]:
        return tuple(
            node
            for node in self.analysis.parents
            if type(node) is not ast.Constant or _can_spell(node.value)
        )

    def can_spell(self, place: object) -> bool:
        """Whether a string that can spell the auth user stands in a node, or a reference to it."""
        return place in self._spelling

    @cached_property
    def _spelling(self) -> set[ast.AST]:
        parents = self.analysis.parents
        found: set[ast.AST] = set()
        spelled = (node for node in self.places() if isinstance(node, ast.Constant))
        for node in (*spelled, *self.references):
            inner: ast.AST | None = node
            while inner is not None and inner not in found:
                found.add(inner)
                inner = parents.get(inner)
        return found

    def mentions(self, word: bytes) -> bool:
        """Whether the file holds the bytes anywhere: the cheapest question there is."""
        if word not in self._mentioned:
            self._mentioned[word] = word in self.text.content
        return self._mentioned[word]

    @cached_property
    def strings(self) -> tuple[ast.Constant, ...]:
        """The string constants of the file, pieces of f-strings among them."""
        return tuple(
            node
            for node in self.analysis.parents
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
        )

    def scope_of(self, node: ast.AST) -> Scope:
        """The scope whose names the expression ``node`` sees."""
        return self.analysis.scope_of(node)

    def parent(self, node: ast.AST) -> ast.AST | None:
        return self.analysis.parents.get(node)

    def ancestors(self, node: ast.AST) -> Iterator[ast.AST]:
        return self.analysis.ancestors(node)

    def statement(self, node: ast.AST) -> ast.stmt:
        """The statement that ``node`` is part of, or is."""
        while not isinstance(node, ast.stmt):
            node = self.analysis.parents[node]
        return node

    # What is to be done

    def ignored(self, node: ast.AST, rule: Rule) -> bool:
        """Whether a comment on the first or the last line of ``node`` switches the rule off.

        Or the caller does, for the file or everywhere.
        """
        if not self.options.selection.takes(rule.code, self.path):
            return True
        for number in {node.lineno, node.end_lineno}:  # type: ignore[attr-defined]
            if number not in self._switched_off:
                codes = codes_on(self.text.line(number).encode(), self.path)
                named = () if codes is None else codes or (ALL,)
                self._switched_off[number] = frozenset(named)
            if not self._switched_off[number].isdisjoint({ALL, rule.code}):
                return True
        return False

    def claimed(self, node: ast.AST) -> bool:
        """Whether a rule has already replaced ``node`` or something around it."""
        return node in self._claimed

    def claim(self, rule: Rule, node: ast.AST) -> None:
        """Say that a rule answers for ``node``: no other rule edits or reports it."""
        for each in ast.walk(node):
            self._claimed.setdefault(each, rule)

    def report(
        self,
        rule: Rule,
        node: ast.AST,
        message: str = "",
        remedy: str = "",
        level: Level | None = None,
        edit: Safe | None = None,
    ) -> bool:
        """What a rule has to say of a place: an edit, a finding, or both.

        A safe edit is made and needs no message. A suggested one is made where the caller asked for
        such; else the message becomes a finding. True where the source was changed. Nothing happens
        where the line says ignore, or where another rule answers for the place already. A rule
        answers for what it edits, and for the literals that it reports.
        """
        if isinstance(edit, Suggested):
            return self._suggest(rule, node, message, remedy, level, edit)
        if edit is not None and edit.part:
            return self._replace_part(rule, node, edit)
        if edit is not None:
            return self._replace(rule, node, edit.text)
        if not isinstance(node, ast.Constant | ast.JoinedStr):
            self._find(rule, node, message, remedy, level)
        elif self._claimed.setdefault(node, rule) is rule:
            self.claim(rule, node)
            self._find(rule, node, message, remedy, level)
        return False

    def _suggest(
        self,
        rule: Rule,
        node: ast.AST,
        message: str,
        remedy: str,
        level: Level | None,
        edit: Suggested,
    ) -> bool:
        if self.claimed(node):
            return False
        if not self.options.suggested:
            return self.report(rule, node, message, remedy, level)
        done = self.report(rule, node, edit=Safe(edit.text, edit.part))
        if done:
            what = f"`{edit.part}` was changed to `{edit.text}`, as --suggested asks: {message}"
            self._find(rule, node, what, "Check whether the user model is meant.", Level.REVIEW)
        return done

    def _replace(self, rule: Rule, node: ast.AST, text: str) -> bool:
        if self.claimed(node) or self.ignored(node, rule):
            self.imports.withdraw(node)
            if node not in self.references:
                # A name that stays as it is still needs its binding.
                self._claimed.setdefault(node, rule)
            return False
        return self.replace_bytes(rule, self.text.start(node), self.text.end(node), text, node)

    def _replace_part(self, rule: Rule, node: ast.AST, edit: Safe) -> bool:
        """Edit the bytes of a literal that change: quotes, fields and layout stay.

        What the source does not spell as often as the text has it becomes a finding.
        """
        if self.claimed(node):
            return False
        if self.ignored(node, rule):
            self.claim(rule, node)
            return False
        old = edit.part
        source, start = self.text.segment(node), self.text.start(node)
        wanted = (text_of(node) or "").count(old)
        if not wanted or source.count(old) != wanted:
            message = f"This string holds `{old}`, but it is not written in one piece."
            return self.report(rule, node, message, f"Write `{edit.text}` for `{old}`.", Level.TODO)
        done = True
        for found in re.finditer(re.escape(old), source):
            first = start + len(source[: found.start()].encode())
            done &= self.replace_bytes(rule, first, first + len(old.encode()), edit.text)
        self.claim(rule, node)
        return done

    def replace_bytes(
        self, rule: Rule, start: int, end: int, text: str, node: ast.AST | None = None
    ) -> bool:
        """Replace a range of :attr:`Text.content`; False where another edit is in the way."""
        if not self._edits.replace(start, end, text, rule.code):
            return False
        if node is not None:
            self.claim(rule, node)
        return True

    def replace_string(self, rule: Rule, node: ast.Constant, value: str) -> bool:
        """Give a plain string literal another value; its prefix and its quotes stay.

        False (and nothing done) for concatenated literals and for values that would need escapes.
        """
        source = self.text.segment(node)
        found = re.fullmatch(r"([rRuU]?)(\"\"\"|'''|\"|')(.*)\2", source, re.DOTALL)
        if found is None or found[3] != node.value or re.search(r"[\\'\"\n]", value):
            return False
        return self._replace(rule, node, f"{found[1]}{found[2]}{value}{found[2]}")

    def edit(self, rule: Rule, elements: Elements) -> bool:
        """Have a list as ``elements`` are by now; False where another edit is in the way."""
        return all(self.replace_bytes(rule, *edit) for edit in elements.edits())

    def edited_by(self, *rules: Rule) -> list[int]:
        """Where the rules have changed something so far: offsets of :attr:`Text.content`."""
        codes = {rule.code for rule in rules}
        return [start for start, _, _, code in self._edits if code in codes]

    def insert(self, rule: Rule, at: int, text: str) -> None:
        """Insert text at an offset of :attr:`Text.content`, the same text there only once."""
        self._edits.insert(at, text, rule.code)

    def _find(
        self, rule: Rule, node: ast.AST, message: str, remedy: str, level: Level | None
    ) -> None:
        if self.ignored(node, rule):
            return
        line: int = node.lineno  # type: ignore[attr-defined]
        column: int = node.col_offset + 1  # type: ignore[attr-defined]
        finding = Finding(rule.code, level or rule.level, self.path, line, column, message, remedy)
        self._findings.setdefault(finding.of_line, finding)

    @property
    def findings(self) -> list[Finding]:
        """What the rules have said so far: what a line has many times, once."""
        return list(self._findings.values())

    def name_for(self, rule: Rule, module: str, name: str, node: ast.AST) -> str:
        """How ``node`` can say ``module.name``; it is imported where it is not yet."""
        return self.imports.name_for(rule, module, name, node)

    def user_setting(self, rule: Rule, node: ast.AST) -> str:
        """``settings.AUTH_USER_MODEL``, as this file says it."""
        return self.name_for(rule, "django.conf", "settings", node) + ".AUTH_USER_MODEL"

    def quoted(self, value: str) -> str:
        """A string literal in the file's own quotes."""
        return f"{self.text.quote}{value}{self.text.quote}"

    def splices(self) -> tuple[Splice, ...]:
        """All edits, those of the imports included.

        Raises UnicodeEncodeError where the file's encoding cannot hold one of them.
        """
        edits = [*self._edits, *import_edits(self.imports)]
        if self._edits and (limit := self.project.line_limit):
            edits += laid_out(self.analysis.tree, self.text, self._edits, limit)
        return tuple(self.text.splice(*edit) for edit in sorted(edits, key=lambda e: e[:2]))


def _can_spell(value: object) -> bool:
    if isinstance(value, str):
        return CAN_SPELL.search(value) is not None
    return isinstance(value, bytes) and b"auth" in value


def text_of(node: ast.AST | None) -> str | None:
    """The text of a string literal, of an f-string with :data:`FIELD` for each of its fields."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else None
    if isinstance(node, ast.JoinedStr):
        return "".join(
            str(part.value) if isinstance(part, ast.Constant) else FIELD for part in node.values
        )
    return None


def string(node: ast.AST | None) -> str | None:
    """The value of a string literal."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    return None


def argument(call: ast.Call, position: int | None, name: str) -> ast.expr | None:
    """A call's argument by position or keyword; None where a ``*`` or ``**`` hides it."""
    for keyword in call.keywords:
        if keyword.arg == name:
            return keyword.value
    if position is None or position >= len(call.args):
        return None
    for arg in call.args[: position + 1]:
        if isinstance(arg, ast.Starred):
            return None
    return call.args[position]
