"""What a pass asks for: changes to files, as values. :mod:`transformer.tree` carries them out."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from operator import attrgetter
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Splice:
    """Replace the bytes ``start:end`` of a file by ``replacement``, because of ``rule``."""

    start: int
    end: int
    replacement: bytes
    rule: str


@dataclass(frozen=True)
class Rewrite:
    """Splices of one existing file; they do not overlap and refer to its present bytes."""

    path: str
    splices: tuple[Splice, ...]


@dataclass(frozen=True)
class Create:
    """A new file."""

    path: str
    content: bytes
    rule: str


@dataclass(frozen=True)
class Rename:
    """A file that moves, as git understands it."""

    path: str
    to: str
    rule: str


@dataclass(frozen=True)
class Delete:
    """A file that goes."""

    path: str
    rule: str


Change: TypeAlias = Rewrite | Create | Rename | Delete


def splice(content: bytes, splices: tuple[Splice, ...]) -> bytes:
    """The content with all splices applied.

    Raises ValueError where two of them overlap: two rules claimed the same bytes.
    """
    done = BytesIO()  # for parts of a list would take more than the content
    at = 0
    # Sorted twice: for a million splices, pairs as keys would take more than the content.
    for part in sorted(sorted(splices, key=attrgetter("end")), key=attrgetter("start")):
        if part.start < at:
            raise ValueError(f"overlapping edits at byte {part.start} ({part.rule})")
        done.write(content[at : part.start])
        done.write(part.replacement)
        at = part.end
    done.write(content[at:])
    return done.getvalue()
