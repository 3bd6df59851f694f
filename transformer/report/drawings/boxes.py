"""Boxes in two columns with arrows between them, as the page's SVG shows them.

Not by a library for graphs: those that lay out without a program of their own (``networkx``) know
points and no boxes with text, and two columns need no more than a sum.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from transformer.printable import shown

_WIDTH = 432
_LEFT = 236
_RIGHT = 160
_LINE = 17
_GAP = 10
# What fits into a box, at the size of letters that the page gives it.
_LETTERS = {_LEFT: 30, _RIGHT: 19}


@dataclass(frozen=True)
class Box:
    """A box before it has a place. A ``faint`` one stands for what is not there yet, or no more."""

    title: str
    lines: tuple[str, ...] = ()
    faint: bool = False


@dataclass(frozen=True)
class Placed:
    """A box with its place; ``title`` and ``lines`` are cut to what fits."""

    x: float
    y: float
    width: float
    height: float
    title: str
    lines: tuple[str, ...]
    whole: str
    faint: bool


@dataclass(frozen=True)
class Panel:
    """One state of the project: boxes and the arrows between them, ready to be drawn.

    ``arrows`` are paths of SVG, each with whether it is new. ``said`` is the same in words.
    """

    name: str
    height: float
    boxes: tuple[Placed, ...]
    arrows: tuple[tuple[str, bool], ...]
    said: str
    width: float = _WIDTH


@dataclass(frozen=True)
class Drawing:
    """``key`` is its anchor. ``left_out`` says in a sentence what is not shown, or is empty."""

    key: str
    title: str
    panels: tuple[Panel, ...]
    left_out: str = ""


def panel(
    name: str,
    left: Sequence[Box],
    right: Sequence[Box],
    arrows: Mapping[tuple[int, int], bool],
    said: str,
    chain: Sequence[tuple[int, int]] = (),
) -> Panel:
    """Lay a panel out.

    ``arrows`` lead from a box of the left to one of the right: pair -> whether it is new. ``chain``
    are those within the right column, from a box to one above it.
    """
    height = max(_column_height(left), _column_height(right))
    first = _column(left, 1, _LEFT, 1)
    # The right column stands in the middle of the left one, where a long page would lose it.
    second = _column(right, _WIDTH - _RIGHT - 1, _RIGHT, 1 + (height - _column_height(right)) / 2)
    drawn = [(_across(first[a], second[b]), new) for (a, b), new in arrows.items()]
    drawn += [(_upwards(second[a], second[b]), False) for a, b in chain]
    return Panel(name, height + 2, (*first, *second), tuple(drawn), shown(said))


def _column_height(boxes: Sequence[Box]) -> float:
    return sum(_height(box) for box in boxes) + _GAP * max(len(boxes) - 1, 0)


def _height(box: Box) -> float:
    return 14 + _LINE * (1 + len(box.lines))


def _column(boxes: Sequence[Box], x: float, width: int, y: float) -> list[Placed]:
    placed = []
    for box in boxes:
        lines = tuple(_cut(line, _LETTERS[width]) for line in box.lines)
        whole = ": ".join(filter(None, (box.title, ", ".join(filter(None, box.lines)))))
        title = _cut(box.title, _LETTERS[width])
        height = _height(box)
        placed.append(Placed(x, y, width, height, title, lines, shown(whole), box.faint))
        y += height + _GAP
    return placed


def _cut(text: str, most: int) -> str:
    text = shown(text)
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _across(start: Placed, end: Placed) -> str:
    x, y = start.x + start.width, start.y + start.height / 2
    to, at = end.x - 6, end.y + end.height / 2
    half = (to - x) / 2
    return f"M{x:g} {y:g}C{x + half:g} {y:g} {to - half:g} {at:g} {to:g} {at:g}"


def _upwards(start: Placed, end: Placed) -> str:
    x = start.x + start.width / 2
    return f"M{x:g} {start.y:g}L{x:g} {end.y + end.height + 6:g}"
