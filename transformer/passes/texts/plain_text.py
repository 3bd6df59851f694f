"""One text file that is neither Python nor markup of Django's."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

from transformer.codemod.text_file import Report, TextFile
from transformer.contents import View
from transformer.findings import Level
from transformer.formats.kinds import Kind, is_utf16, kind_of
from transformer.options import Options
from transformer.passes.fixtures.fixture import holds_rows


@dataclass(frozen=True)
class Facts:
    """What the texts of one project have in common.

    ``templates`` are the names under which the loaders know the project's templates;
    ``own_url_names`` URL names that its Python spells out; ``elsewhere`` says what the rules of
    other passes report of a file.
    """

    codenames: frozenset[str]
    templates: frozenset[str]
    own_url_names: frozenset[str]
    elsewhere: Callable[[str, View], Iterable[Report]]


class PlainText(TextFile):
    """A text that no parser reads: rules want the whole of it, outside of what other passes see."""

    facts: Facts

    @cached_property
    def kind(self) -> Kind:
        """Who reads the file. FIXTURE only where it holds rows."""
        is_fixture = holds_rows(self.path, self.view)
        return Kind.FIXTURE if is_fixture else kind_of(self.path, self.view)

    @cached_property
    def taken(self) -> list[tuple[int, int]]:  # type: ignore[override]
        return sorted((r.start, r.end) for r in self.facts.elsewhere(self.path, self.view))

    @property
    def is_record(self) -> bool:
        """Whether the file tells what was, is made from others, or holds data of users."""
        return self.kind in {Kind.HISTORY, Kind.TRANSLATION, Kind.FIXTURE}

    def before(self, at: int, length: int = 80) -> bytes:
        """What stands before ``at`` on its line, at most ``length`` bytes."""
        return self.view[max(0, at - length) : at].rpartition(b"\n")[2]

    def after(self, at: int, length: int = 80) -> bytes:
        """What stands from ``at`` on its line, at most ``length`` bytes."""
        return self.view[at : at + length].partition(b"\n")[0]

    def quoted(self, start: int, end: int) -> bool:
        """Whether quotes or backticks stand right around ``start:end``."""
        return (
            self.view[start - 1 : start] in {b'"', b"'", b"`"}
            and self.view[end : end + 1] == self.view[start - 1 : start]
        )

    def level(self, otherwise: Level) -> Level:
        return Level.NOTE if self.is_record else otherwise


class VendoredText(TextFile):
    """A text that is generated, or other people's: not the project's to change."""


class Utf16Text(TextFile):
    """A text in UTF-16, which Django does not load; ``view`` is what it says in UTF-8."""


def open_text(path: str, view: View, options: Options, facts: Facts) -> TextFile:
    """A file as the text that it is."""
    if is_utf16(view):
        return Utf16Text(path, view[:].decode("utf-16", "replace").encode(), options)
    if kind_of(path, view) is Kind.VENDORED:
        return VendoredText(path, view, options)
    return PlainText(path, view, options, facts)
