"""One text file with what the rules have to know about its project."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from transformer.contents import View
from transformer.findings import Level
from transformer.formats.kinds import Kind
from transformer.semantics.codenames import DEFAULT_CODENAMES


@dataclass(frozen=True)
class Names:
    """The words of one migration.

    ``app_module`` is the dotted package of the users app; ``templates`` are the names under which
    the loaders know the project's templates; ``own_url_names`` URL names that its Python spells
    out.
    """

    app: str = "users"
    app_module: str = "users"
    codenames: frozenset[str] = DEFAULT_CODENAMES
    templates: frozenset[str] = frozenset()
    own_url_names: frozenset[str] = frozenset()

    @property
    def label(self) -> bytes:
        return self.app.encode()


@dataclass(frozen=True)
class Text:
    """``kind`` is FIXTURE only where the file holds rows."""

    path: str
    view: View
    kind: Kind

    @property
    def is_record(self) -> bool:
        """Whether the file tells what was, is made from others, or holds data of users."""
        return self.kind in {Kind.HISTORY, Kind.TRANSLATION, Kind.FIXTURE}

    def finditer(self, pattern: re.Pattern[bytes], *needles: bytes) -> Iterator[re.Match[bytes]]:
        """All matches; a file without any of the bytes ``needles`` is not searched."""
        held = any(self.view.find(needle) >= 0 for needle in needles)
        return pattern.finditer(self.view) if held else iter(())

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
