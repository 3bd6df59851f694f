"""The ways in which the auth user is spelled in strings and text, each once.

A module knows one of them: how it looks, and how sure it is that the user is meant where nothing
but the words themselves tells. What a rule adds is what its kind of file knows: where the words
stand, how they are quoted, and who reads them.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias

from transformer.contents import View
from transformer.options import Options

FIELD = "\0"
"""Stands in a text for a part that is computed, such as a field of an f-string."""

Text: TypeAlias = str | View


class Sure(enum.Enum):
    """How sure it is that words spell the auth user, wherever they are looked up as what they say.

    What is something else for sure, such as ``request.auth.user``, is not found at all.
    """

    CERTAIN = "certain"
    LIKELY = "likely"
    MENTION = "mention"


@dataclass(frozen=True)
class Mention:
    """``start:end`` of a text, which reads ``text``; what changes is ``old``, at ``at``."""

    start: int
    end: int
    text: str
    sure: Sure
    at: int
    old: str = "auth"

    def new(self, options: Options) -> str | None:
        """What stands in the place of ``old`` after the migration; None where nobody can tell."""
        return options.app

    def rewritten(self, options: Options) -> str | None:
        """What the whole text reads then."""
        new, first = self.new(options), self.at - self.start
        if new is None:
            return None
        return self.text[:first] + new + self.text[first + len(self.old) :]


class Known(Protocol):
    """What a project's own code says: codenames of the user's permissions, names of its URLs."""

    @property
    def codenames(self) -> frozenset[str]:
        """Codenames of the permissions that belong to the user's content type."""

    @property
    def url_names(self) -> frozenset[str]:
        """Names such as ``auth_user_invite`` that Django does not derive from the model."""


Find: TypeAlias = Callable[[Text, Known], Iterator[Mention]]


class Pattern:
    """One regular expression for text and for bytes; letters are those of ASCII."""

    def __init__(self, source: str, flags: int = 0) -> None:
        self._text = re.compile(source, flags | re.ASCII)
        self._data = re.compile(source.encode(), flags)

    def search(self, text: Text) -> re.Match[Any] | None:
        return self._text.search(text) if isinstance(text, str) else self._data.search(text)

    def fullmatch(self, text: Text) -> re.Match[Any] | None:
        return self._text.fullmatch(text) if isinstance(text, str) else self._data.fullmatch(text)

    def finditer(self, text: Text) -> Iterator[re.Match[Any]]:
        return self._text.finditer(text) if isinstance(text, str) else self._data.finditer(text)


def read(part: str | bytes | None) -> str:
    """A part of a match as text; empty for none."""
    return part.decode("latin-1") if isinstance(part, bytes) else part or ""
