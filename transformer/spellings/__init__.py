"""The ways in which the auth user is spelled in strings and text, each once.

A module knows one of them: how it looks, and how sure it is that the user is meant where nothing
but the words themselves tells. What a rule adds is what its kind of file knows: where the words
stand, how they are quoted, and who reads them.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol, TypeAlias

from transformer.contents import View
from transformer.options import Options

FIELD = "\0"
"""Stands in a text for a part that is computed, such as a field of an f-string."""

CAN_SPELL = re.compile(r"[aA]uth|:%s_%s_|:\{")
"""What every string holds that spells the auth user, or gives a name of its pages their form."""

REACH = 2200
"""How far from a word of its own a match goes at most: a command line is the longest."""

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
    """One regular expression for text and for bytes; letters are those of ASCII.

    ``words`` are literal texts of which every match holds one. Finding those is what processors do
    best, so that the expression sees only what stands around them.
    """

    def __init__(self, source: str, flags: int = 0, words: Sequence[str] = ()) -> None:
        self._words = tuple(words)
        self._text = re.compile(source, flags | re.ASCII)
        self._data = re.compile(source.encode(), flags)

    def search(self, text: Text) -> re.Match[Any] | None:
        return next(self.finditer(text), None)

    def fullmatch(self, text: Text) -> re.Match[Any] | None:
        return self._of(text).fullmatch(text)

    def finditer(self, text: Text) -> Iterator[re.Match[Any]]:
        if self._words and len(text) > 2 * REACH:
            return self._near_words(text)
        if self._words and not any(next(_starts(text, word), -1) >= 0 for word in self._words):
            return iter(())
        return self._of(text).finditer(text)

    def _of(self, text: Text) -> re.Pattern[Any]:
        return self._text if isinstance(text, str) else self._data

    def _near_words(self, text: Text) -> Iterator[re.Match[Any]]:
        expression, done = self._of(text), 0
        for first, last in _ranges(text, self._words):
            for match in expression.finditer(text, max(done, first - REACH), last + REACH):
                yield match
                done = match.end()


def _ranges(text: Text, words: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Where the words begin, first and last of those that stand near each other."""
    starts = sorted(at for word in words for at in _starts(text, word))
    while starts:
        count = 1
        while count < len(starts) and starts[count] - starts[count - 1] <= 2 * REACH:
            count += 1
        yield starts[0], starts[count - 1]
        del starts[:count]


def _starts(text: Text, word: str) -> Iterator[int]:
    find = partial(text.find, word) if isinstance(text, str) else partial(text.find, word.encode())
    at = find(0)
    while at >= 0:
        yield at
        at = find(at + 1)


def read(part: str | bytes | None) -> str:
    """A part of a match as text; empty for none."""
    return part.decode("latin-1") if isinstance(part, bytes) else part or ""
