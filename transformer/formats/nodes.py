"""Parsed data in which every string knows the bytes it stands in, whatever the format."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

# What a value has to hold to be worth parsing: the label, not an author.
WORTH_PARSING = re.compile(rb"auth(?![A-Za-z0-9])")

# What is nested deeper is not read: whoever walks over the nodes does so by recursion.
MAX_DEPTH = 200


class Unparsable(Exception):
    """The file is not what its ending says; the message is the parser's."""


class NoFixture(Exception):
    """The file holds something else than serialized objects."""


@dataclass(frozen=True)
class Scalar:
    """``start:end`` are the bytes of the value, without quotes; ``value`` is None for no string.

    ``editable`` says that an ASCII word may replace these bytes as they are, ``quoted`` that a
    quote stands before and behind them.
    """

    start: int
    end: int
    value: str | None
    editable: bool = True
    quoted: bool = False

    @property
    def outer(self) -> tuple[int, int]:
        """``start:end`` with the quotes."""
        return self.start - self.quoted, self.end + self.quoted


@dataclass(frozen=True)
class Items:
    """A list; ``start:end`` are its bytes, brackets included. XML has none: there both are 0.

    ``block`` is YAML's style of one ``- item`` a line, without brackets.
    """

    items: tuple[Node, ...]
    start: int = 0
    end: int = 0
    block: bool = False


@dataclass(frozen=True)
class Mapping:
    pairs: tuple[tuple[Scalar, Node], ...]

    def get(self, key: str) -> Node | None:
        """The value of the last pair with this key, as all parsers read it."""
        return next((v for k, v in reversed(self.pairs) if k.value == key), None)


Node: TypeAlias = Scalar | Items | Mapping


@dataclass(frozen=True)
class Row:
    """One object of a fixture; ``related`` are the labels that XML repeats for each relation."""

    model: Scalar
    fields: Mapping
    related: tuple[Scalar, ...] = ()

    @property
    def label(self) -> str:
        return (self.model.value or "").lower()


def text(node: Node | None) -> str | None:
    return node.value if isinstance(node, Scalar) else None


def texts(node: Node | None) -> tuple[str | None, ...] | None:
    """The strings of a flat list; None where the node is no list of scalars.

    >>> texts(Items((Scalar(1, 5, "auth"), Scalar(8, 12, "user"))))
    ('auth', 'user')
    """
    if not isinstance(node, Items) or not all(isinstance(i, Scalar) for i in node.items):
        return None
    return tuple(text(item) for item in node.items)


def scalars(node: Node, keys: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Scalar]]:
    """Every string below the node with the keys that lead to it."""
    match node:
        case Scalar():
            if node.value is not None:
                yield keys, node
        case Items(items):
            for item in items:
                yield from scalars(item, keys)
        case Mapping(pairs):
            for key, value in pairs:
                yield from scalars(value, (*keys, key.value or ""))
