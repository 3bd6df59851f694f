"""One text file that is neither Python nor markup of Django's."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

from transformer.codemod.rules import Rule, Safe, Suggested
from transformer.codemod.text_file import RuleReport, TextFacts, TextFile
from transformer.contents import View
from transformer.findings import Level
from transformer.formats.kinds import Kind, is_utf16, kind_of
from transformer.formats.nodes import Unparsable
from transformer.options import Options
from transformer.passes.fixtures.fixture import holds_rows
from transformer.spellings import Mention, Sure

_KEY = re.compile(rb"^\s*(?:-\s+)*(?:[\w.\"'/-]+\s*[:=]\s*)?")
_FAR = 400


@dataclass(frozen=True)
class PlainTextFacts(TextFacts):
    """What the texts of one project have in common.

    ``templates`` are the names under which the loaders know the project's templates; ``elsewhere``
    says what the rules of other passes report of a file.
    """

    templates: frozenset[str]
    elsewhere: Callable[[str, View], Iterable[RuleReport]]


class PlainText(TextFile):
    """A text that no parser reads: rules want the whole of it, outside of what other passes see."""

    facts: PlainTextFacts

    @cached_property
    def kind(self) -> Kind:
        """Who reads the file. FIXTURE only where it holds rows, or would if it could be read."""
        try:
            is_fixture = holds_rows(self.path, self.view)
        except Unparsable:
            # Where the broken row is edited, the others would be read next time.
            is_fixture = all(self.view.find(word) >= 0 for word in (b"model", b"fields"))
        return Kind.FIXTURE if is_fixture else kind_of(self.path, self.view)

    @cached_property
    def taken(self) -> list[tuple[int, int]]:  # type: ignore[override]
        return sorted((r.start, r.end) for r in self.facts.elsewhere(self.path, self.view))

    @property
    def is_record(self) -> bool:
        """Whether the file is made from others, or holds data of users."""
        return self.kind in {Kind.TRANSLATION, Kind.FIXTURE}

    def tell(
        self, rule: Rule, mention: Mention, message: str, remedy: str, told: Level = Level.NOTE
    ) -> None:
        """Report a spelling: by how sure it is, where it stands, and who reads it.

        What is certain is edited where a value is that and nothing else; other edits are suggested.
        ``told`` is the level in texts for people.
        """
        level, edit, new = Level.NOTE, None, mention.new(self.options)
        if not self.is_record and mention.sure is not Sure.MENTION:
            value = self.value(mention.start, mention.end)
            is_prose, in_document = len(value.split()) > 2, self.kind is Kind.DOCS
            level = told if is_prose or in_document else Level.TODO
            if new is not None and not (is_prose and level is Level.NOTE):
                whole = value.decode("latin-1") == mention.text and not in_document
                edit = (Safe if whole and mention.sure is Sure.CERTAIN else Suggested)(new)
        end = mention.at + len(mention.old)
        self.report(rule, mention.at, end, message, remedy, level, edit)

    def value(self, start: int, end: int) -> bytes:
        """The string that holds ``start:end``: between quotes, or in data all behind a key.

        Empty where it stands in no string.
        """
        before, after = self.before(start, _FAR), self.after(end, _FAR)
        inside = self.view[start:end]
        for quote in (b'"', b"'", b"`"):
            if before.count(quote) % 2 and quote in after:
                return before.rpartition(quote)[2] + inside + after.partition(quote)[0]
        if self.kind is not Kind.DATA:
            return b""
        return (_KEY.sub(b"", before) + inside + after.partition(b" #")[0]).strip()

    def before(self, at: int, length: int = 80) -> bytes:
        """What stands before ``at`` on its line, at most ``length`` bytes."""
        return self.view[max(0, at - length) : at].rpartition(b"\n")[2]

    def after(self, at: int, length: int = 80) -> bytes:
        """What stands from ``at`` on its line, at most ``length`` bytes."""
        return self.view[at : at + length].partition(b"\n")[0]


class VendoredText(TextFile):
    """A text that is generated, or other people's: not the project's to change."""


class Utf16Text(TextFile):
    """A text in UTF-16, which Django does not load; ``view`` is what it says in UTF-8."""


class ToldText(TextFile):
    """What people wrote to each other and what a release once did: true whatever comes later."""


def open_text(path: str, view: View, options: Options, facts: PlainTextFacts) -> TextFile:
    """A file as the text that it is."""
    if is_utf16(view):
        return Utf16Text(path, view[:].decode("utf-16", "replace").encode(), options, facts)
    kind = kind_of(path, view)
    if kind is Kind.VENDORED:
        return VendoredText(path, view, options, facts)
    if kind in {Kind.HISTORY, Kind.MAIL}:
        return ToldText(path, view, options, facts)
    return PlainText(path, view, options, facts)
