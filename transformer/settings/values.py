"""The values that a settings module can have, as far as they are known without running it.

A value says where it was written, so that an edit can go to the literal that a setting came from.
``sure`` is False for what only some runs have (``if DEBUG: INSTALLED_APPS += [...]``).
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from functools import cached_property
from typing import TypeAlias

MAX_ALTERNATIVES = 12
# What no settings need: a few lines of Python can double a list, or a string, without end.
MAX_PARTS = 100_000
MAX_TEXT = 1_000_000


@dataclass(frozen=True)
class Place:
    """Where a literal stands: line from 1, column in UTF-8 bytes from 0, as ``ast`` counts."""

    path: str
    line: int
    column: int
    end_line: int
    end_column: int


@dataclass(frozen=True)
class Unknown:
    """A value that only a run can tell; ``glob`` is a pattern that its text matches."""

    glob: str = "*"


@dataclass(frozen=True)
class Undefined:
    """No value: some runs do not reach an assignment."""


@dataclass(frozen=True)
class Constant:
    """A string, number, truth value, None or path."""

    value: object
    place: Place | None = None


@dataclass(frozen=True)
class Segment:
    """What one list literal gives to a sequence.

    ``place`` is the literal that one more element could be written into; None where there is none
    (a single appended value, a comprehension, something unknown).
    """

    elements: tuple[Value, ...]
    place: Place | None = None
    sure: bool = True

    # A list that is doubled again and again shares its segments: each is counted once.
    @cached_property
    def parts(self) -> int:
        return 1 + sum(map(_parts, self.elements))


@dataclass(frozen=True)
class Sequence:
    """A list, tuple or set (``kind``)."""

    segments: tuple[Segment, ...]
    kind: str = "list"

    @cached_property
    def parts(self) -> int:
        return 1 + sum(segment.parts for segment in self.segments)

    @property
    def elements(self) -> Iterator[Value]:
        for segment in self.segments:
            yield from segment.elements

    def texts(self) -> tuple[str, ...]:
        """The strings that are known, in order."""
        found = (e.value for e in self.elements if isinstance(e, Constant))
        return tuple(text for text in found if isinstance(text, str))


@dataclass(frozen=True)
class Table:
    """A dict with the entries whose keys are known; ``complete`` is False if there may be more."""

    entries: tuple[tuple[Value, Value], ...]
    place: Place | None = None
    complete: bool = True

    @cached_property
    def parts(self) -> int:
        return 1 + sum(_parts(key) + _parts(value) for key, value in self.entries)

    def get(self, key: object) -> Value:
        for known, value in reversed(self.entries):
            if isinstance(known, Constant) and known.value == key:
                return value
        return Undefined() if self.complete else Unknown()


@dataclass(frozen=True)
class Choice:
    """One of several values, by the run."""

    alternatives: tuple[Value, ...]

    @cached_property
    def parts(self) -> int:
        return 1 + sum(map(_parts, self.alternatives))


@dataclass(frozen=True)
class Reference:
    """A mutable value, by its address on the heap: aliases share it."""

    address: int


@dataclass(frozen=True)
class ImportedModule:
    """A module of the project."""

    name: str


@dataclass(frozen=True)
class Foreign:
    """A name of a package outside the project, by its dotted name: ``pathlib.Path``."""

    name: str


@dataclass(frozen=True)
class Class:
    """A class of the project; ``scope`` is the key of its names, ``bases`` as written."""

    name: str
    module: str
    bases: tuple[Value, ...]
    scope: str


@dataclass(frozen=True)
class Function:
    """A function of the project, kept as its syntax."""

    node: ast.FunctionDef = field(hash=False, compare=False)
    path: str
    module: str
    line: int
    scopes: tuple[str, ...] = ()
    property: bool = False


Value: TypeAlias = (
    Unknown
    | Undefined
    | Constant
    | Sequence
    | Table
    | Choice
    | Reference
    | ImportedModule
    | Foreign
    | Class
    | Function
)


def is_large(value: Value) -> bool:
    """Whether a value has more parts than settings need, each counted as often as it occurs."""
    return _parts(value) > MAX_PARTS


def _parts(value: Value) -> int:
    match value:
        case Sequence() | Table() | Choice():
            return value.parts
        case Constant(str(text)) if len(text) > MAX_TEXT:
            return MAX_PARTS + 1
    return 1


def is_constant(value: Value | None, plain: object) -> bool:
    """Whether a value is None, True or False (``plain``), wherever it is written."""
    return isinstance(value, Constant) and value.value is plain


def alternatives(value: Value) -> tuple[Value, ...]:
    return value.alternatives if isinstance(value, Choice) else (value,)


def choice(values: Iterable[Value]) -> Value:
    """One of the values; those that need no telling apart are merged.

    Lists of which one holds all that the others surely hold become one list with the rest unsure,
    so that ten conditional ``+=`` give one value and not a thousand.
    """
    kept: list[Value] = []
    for value in (flat for given in values for flat in alternatives(given)):
        for index, other in enumerate(kept):
            if (merged := _merge(other, value)) is not None:
                kept[index] = merged
                break
        else:
            kept.append(value)
    if len(kept) > MAX_ALTERNATIVES:
        return Unknown()
    return kept[0] if len(kept) == 1 else Choice(tuple(kept))


def _merge(one: Value, two: Value) -> Value | None:
    """A value that stands for both without loss, or None."""
    if one == two:
        return one
    if isinstance(one, Sequence) and isinstance(two, Sequence) and one.kind == two.kind:
        sure_one, sure_two = _sure(one), _sure(two)
        if not sure_one or not sure_two:
            return None
        if sure_one <= sure_two or sure_two <= sure_one:
            return _interleave(one, two)
    return None


def _sure(sequence: Sequence) -> set[Segment]:
    return {s for s in sequence.segments if s.sure and s.place}


def _interleave(one: Sequence, two: Sequence) -> Sequence:
    a = [replace(s, sure=True) for s in one.segments]
    b = [replace(s, sure=True) for s in two.segments]
    merged: list[Segment] = []
    for tag, i, j, k, m in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if tag == "equal":
            pairs = zip(one.segments[i:j], two.segments[k:m], strict=True)
            merged += (replace(x, sure=x.sure and y.sure) for x, y in pairs)
        else:
            both = (*one.segments[i:j], *two.segments[k:m])
            merged += (replace(s, sure=False) for s in both)
    return Sequence(tuple(merged), one.kind)
