"""The ways in which the auth user is spelled in strings and text, each once.

A module knows one of them: how it looks, and how sure it is that the user is meant where nothing
but the words themselves tells. What a rule adds is what its kind of file knows: where the words
stand, how they are quoted, and who reads them.
"""

from __future__ import annotations

import enum
import heapq
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
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

    ``words`` are literal texts of which every match holds one, and each match that counts holds
    ``beside`` as well. Finding those is what processors do best, so that the expression sees only
    what stands around them.
    """

    def __init__(
        self, source: str, flags: int = 0, words: Sequence[str] = (), beside: str = "auth"
    ) -> None:
        self._words = tuple(words)
        self._beside = beside
        self._text = re.compile(source, flags | re.ASCII)
        self._data = re.compile(source.encode(), flags)

    def search(self, text: Text) -> re.Match[Any] | None:
        return next(self.finditer(text), None)

    def fullmatch(self, text: Text) -> re.Match[Any] | None:
        return self._of(text).fullmatch(text)

    def finditer(self, text: Text) -> Iterator[re.Match[Any]]:
        if self._words and len(text) > 2 * REACH:
            return self._near_words(text)
        if self._words and not any(_find(text, word, 0) >= 0 for word in self._words):
            return iter(())
        return self._of(text).finditer(text)

    def _of(self, text: Text) -> re.Pattern[Any]:
        return self._text if isinstance(text, str) else self._data

    def _near_words(self, text: Text) -> Iterator[re.Match[Any]]:
        expression, done = self._of(text), 0
        for start, end in _around(text, self._beside):
            at = heapq.merge(*(starts(text, word, start, end) for word in self._words))
            for first, last in _ranges(at):
                for match in expression.finditer(text, max(done, first - REACH), last + REACH):
                    yield match
                    done = match.end()


@lru_cache(maxsize=2)
def _around(text: Text, word: str) -> tuple[tuple[int, int], ...]:
    """The parts of a text, start and end, in which what holds the word can stand.

    All patterns ask it of one text before they ask of the next.
    """
    return tuple(
        (max(0, first - REACH), last + REACH) for first, last in _ranges(starts(text, word))
    )


def _ranges(places: Iterable[int]) -> Iterator[tuple[int, int]]:
    """The first and the last of those that stand near each other."""
    first = last = None
    for at in places:
        if first is None or last is None:
            first = at
        elif at - last > 2 * REACH:
            yield first, last
            first = at
        last = at
    if first is not None and last is not None:
        yield first, last


def starts(text: Text, word: str, start: int = 0, end: int = sys.maxsize) -> Iterator[int]:
    """Where a word begins in ``start:end`` of a text, in that order."""
    at = _find(text, word, start, end)
    while at >= 0:
        yield at
        at = _find(text, word, at + 1, end)


def _find(text: Text, word: str, start: int, end: int = sys.maxsize) -> int:
    return (
        text.find(word, start, end)
        if isinstance(text, str)
        else text.find(word.encode(), start, end)
    )


def read(part: str | bytes | None) -> str:
    """A part of a match as text; empty for none."""
    return part.decode("latin-1") if isinstance(part, bytes) else part or ""
