"""Elements come into a list and go, in the list's own layout, whatever the format.

One element a line or all on one, with a last comma or without: a new element stands as the others
do, and each comment stays on the line of its element. Only what stands between two elements is
edited. ``python.lists`` and ``data_lists`` read the lists.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import takewhile
from typing import TypeAlias

Edit: TypeAlias = tuple[int, int, str]


@dataclass(frozen=True)
class Gap:
    """What stands behind an element, or behind the opening bracket, up to the next thing.

    ``comment`` ends the line, ``newline`` breaks it (a backslash may do that, too), ``lines`` are
    the comments and blank lines below, ``indent`` stands right before the next thing.
    """

    comma: str = ""
    comment: str = ""
    newline: str = ""
    lines: str = ""
    indent: str = ""

    @property
    def code(self) -> str:
        return self.comma + self.comment + self.newline + self.lines + self.indent


@dataclass
class Elements:
    """The ``values`` of a list and the ``gaps`` around them, from the ``source`` ``at`` an offset.

    ``tail`` is the closing bracket. ``outer`` is the indentation of the line on which the list
    starts, ``step`` is one more. ``lone_comma`` follows a value that is alone, as in a tuple,
    ``last_comma`` the last of several lines, and ``comma`` any other.
    """

    source: str
    values: list[str]
    gaps: list[Gap]
    tail: str
    at: int = 0
    outer: str = ""
    step: str = "    "
    comma: str = ","
    last_comma: str = ","
    lone_comma: str = ""
    _spans: list[tuple[int, int] | None] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        self.head = self.source[: len(self.source) - len(self._inside + self.tail)]
        found = re.search(r"\r\n?|\n", self.source)
        self.newline = found[0] if found else "\n"
        # Where each value stands in the source; None for a new one.
        end = len(self.head)
        for gap, value in zip(self.gaps, self.values, strict=False):
            end += len(gap.code + value)
            self._spans.append((end - len(value), end))

    @property
    def _inside(self) -> str:
        pairs = zip(self.values, self.gaps[1:], strict=True)
        return self.gaps[0].code + "".join(value + gap.code for value, gap in pairs)

    @property
    def code(self) -> str:
        return self.head + self._inside + self.tail

    def insert(self, index: int, new: str) -> None:
        """Put ``new`` right behind the element before ``index``, below it if that stands alone."""
        gap, before = self.gaps[index], self.gaps[max(index - 1, 0)]
        last = index == len(self.values)
        alone = index == 0 or bool(before.newline) or (index == 1 and not last)
        comma = gap.comma or self.comma if index else ""
        style = self.comma if gap.comma or not last else ""
        if not self.values:
            self._fill(gap, new)
        elif "#" in gap.comment or (alone and (last or gap.newline)):
            line = Gap(newline=before.newline or self.newline, indent=self._indent(index))
            above = replace(line if last else gap, comma=comma, comment=gap.comment, lines="")
            self._insert(index, above, new, replace(gap, comma=style, comment=""))
        elif index:
            # The comma of a tuple of one is no style, only syntax.
            style = "" if self.lone_comma and last and index == 1 else style
            self._insert(index, Gap(comma, indent=" "), new, replace(gap, comma=style))
        else:
            behind = Gap(self.comma, indent=" ")
            if not last and len(self.values) > 1 and self.gaps[1].newline:
                behind = replace(self.gaps[1], comment="", lines="")
            self._insert(index, gap, new, behind)

    def append(self, new: str) -> None:
        """Put ``new`` behind all elements, below the comments that stand there."""
        gap, count = self.gaps[-1], len(self.values)
        if not self.values or not gap.lines:
            self.insert(count, new)
        else:
            above = replace(gap, comma=gap.comma or self.comma, indent=self._indent(count))
            below = replace(gap, comma=self.comma if gap.comma else "", comment="", lines="")
            self._insert(count, above, new, below)

    def put(self, index: int, new: str) -> None:
        """Put ``new`` in the place of an element."""
        self.values[index], self._spans[index] = new, None

    def remove(self, *indexes: int) -> None:
        """Take elements out, with their commas and the comments that end their lines."""
        for index in sorted(indexes, reverse=True):
            before, behind = self.gaps[index : index + 2]
            last = index > 0 and index + 1 == len(self.values)
            gap = before
            if before.newline and behind.newline:
                gap = replace(before, lines=before.lines + behind.lines, indent=behind.indent)
            elif index and (behind.newline or (last and not before.comment + before.lines)):
                gap = behind
            if index:
                # A comment before the comma is that of the element above.
                comma = behind.comma if last and "#" not in before.comma else before.comma
                gap = replace(gap, comma=comma)
            self.gaps[index : index + 2] = [gap]
            del self.values[index], self._spans[index]
        if len(self.values) == 1:
            self.gaps[1] = replace(self.gaps[1], comma=self.gaps[1].comma or self.lone_comma)

    def wrap(self) -> None:
        """Put all elements on a line of their own between the brackets."""
        line = Gap(newline=self.newline, indent=self.outer + self.step)
        self.gaps = [line, *self.gaps[1:-1], replace(line, indent=self.outer)]

    def spread(self) -> None:
        """Put every element on a line of its own, in brackets, with a last comma."""
        if not self.tail:
            self.head, self.tail = f"{self.head}(", ")"
        line = Gap(newline=self.newline, indent=self.outer + self.step)
        between = [replace(line, comma=self.comma) for _ in self.values]
        self.gaps = [line, *between[:-1], replace(between[-1], indent=self.outer)]

    def fit(self, room: int) -> None:
        """Spread what was written on one line, and is longer than ``room`` now."""
        if len(self.source.splitlines()) == 1 and len(self.code) > room:
            self.spread()

    def quote(self, index: int) -> str:
        """The quote of the element there, else of the first string; none where none has one."""
        for value in (*self.values[index : index + 1], *self.values):
            if found := re.match(r"[A-Za-z]{0,2}(['\"])", value):
                return found[1]
        return ""

    def edits(self) -> Iterator[Edit]:
        """What is to be replaced, by offsets in UTF-8; nothing of it is inside an old element."""
        start, new = 0, self.head + self.gaps[0].code
        for value, span, gap in zip(self.values, self._spans, self.gaps[1:], strict=True):
            if span is None:
                new += value + gap.code
            else:
                yield from self._edit(start, span[0], new)
                start, new = span[1], gap.code
        yield from self._edit(start, len(self.source), new + self.tail)

    def _edit(self, start: int, end: int, new: str) -> Iterator[Edit]:
        """The edit that makes ``new`` of a range: from the end of a line on where lines are new."""
        old = self.source[start:end]
        head = _common(old.partition(self.newline)[0], new)
        old, new = old.removeprefix(head), new.removeprefix(head)
        tail = _common(old[::-1], new[::-1])[::-1]
        old, new = old.removesuffix(tail), new.removesuffix(tail)
        if old or new:
            first = self.at + len((self.source[:start] + head).encode())
            yield (first, first + len(old.encode()), re.sub("\r\n?", "\n", new))

    def _insert(self, index: int, before: Gap, new: str, behind: Gap) -> None:
        self.gaps[index : index + 1] = [before, behind]
        self.values.insert(index, new)
        self._spans.insert(index, None)

    def _fill(self, gap: Gap, new: str) -> None:
        """The first element: on a line of its own where the brackets stand on two lines."""
        if not gap.newline:
            self._insert(0, Gap(), new, Gap(self.lone_comma))
            return
        comment = re.search(r"^[ \t]*(?=#)", gap.lines, re.MULTILINE)
        above = replace(gap, indent=comment[0] if comment else self._indent(0))
        self._insert(0, above, new, replace(gap, comma=self.last_comma, comment="", lines=""))

    def _indent(self, index: int) -> str:
        """The indentation of the elements before ``index``, or of the first one."""
        for gap in reversed(self.gaps[:index]):
            if gap.newline:
                return gap.indent
        return (self.gaps[-1].indent if self.gaps[-1].newline else self.outer) + self.step


def _common(one: str, other: str) -> str:
    """What both start with."""
    pairs = takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False))
    return "".join(character for character, _ in pairs)
