"""The edits of one file in the order of its bytes, of which no two claim the same."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterator
from typing import TypeAlias

PlacedText: TypeAlias = tuple[int, int, str, str]
"""The bytes from and to, what stands there afterwards, and the code of the rule."""


class EditList:
    """Of edits at one place the one that came first stays first."""

    def __init__(self) -> None:
        self._edits: list[PlacedText] = []

    def __iter__(self) -> Iterator[PlacedText]:
        return iter(self._edits)

    def __len__(self) -> int:
        return len(self._edits)

    def replace(self, start: int, end: int, text: str, code: str) -> bool:
        """Replace a range; False (and nothing done) where another edit is in the way."""
        after = bisect_left(self._edits, (start, start), key=_range)
        for index in range(after, len(self._edits)):
            begun, over, _, _ = self._edits[index]
            if begun >= end:
                break
            if over > start:
                return False
        for index in range(after - 1, -1, -1):
            begun, over, _, _ = self._edits[index]
            if begun < over:  # the ones before it end before it
                if over > start:
                    return False
                break
        insort(self._edits, (start, end, text, code), key=_range)
        return True

    def insert(self, at: int, text: str, code: str) -> None:
        """Insert a text, the same one at the same place only once."""
        edit, here = (at, at, text, code), (at, at)
        first = bisect_left(self._edits, here, key=_range)
        last = bisect_right(self._edits, here, key=_range)
        if edit not in self._edits[first:last]:
            self._edits.insert(last, edit)


def _range(edit: PlacedText) -> tuple[int, int]:
    return edit[:2]
