"""What is left as it is, whichever pass meets it: one rule per reason.

The engine and the pipeline say what they left alone, as one of these places; the rules in this
package say it to a person.
"""

from __future__ import annotations

from dataclasses import dataclass

from transformer.codemod.codebase import Codebase
from transformer.codemod.rules import Ruleset, rules_of
from transformer.edits import Change
from transformer.findings import Finding
from transformer.options import Options
from transformer.project.vendored import Vendored
from transformer.semantics import References


@dataclass(frozen=True)
class UnreadableFile:
    """A Python file that does not parse; ``error`` is one of ``PARSE_ERRORS``."""

    path: str
    error: BaseException


@dataclass(frozen=True)
class UnreadableString:
    """The bytes ``start:end`` of a Python file: an f-string that needs a newer Python."""

    path: str
    source: bytes
    start: int
    end: int


@dataclass(frozen=True)
class UnsafeEdit:
    """The edits of a file do not pass a guard; ``line`` 0 means the whole file."""

    path: str
    message: str
    line: int = 0


@dataclass(frozen=True)
class ExcludedChange:
    """A change to a file that the caller excluded."""

    change: Change


@dataclass(frozen=True)
class VendoredCode:
    """Code of other people, whose ``files`` refer to the user; edited where something uses it."""

    vendored: Vendored
    files: tuple[str, ...]


@dataclass(frozen=True)
class IdleComment:
    """A comment that keeps no rule away from its line, or ``codes`` in it that keep none away.

    ``is_part`` says that it has other codes, ``unknown`` that no rule has these.
    """

    path: str
    line: int
    column: int
    codes: tuple[str, ...]
    is_part: bool
    unknown: bool = False


class Skipped(Codebase):
    """A project, and in it what was left as it is."""

    def __init__(self, index: References, options: Options, *places: object) -> None:
        super().__init__(index.project, index, index.tree, options)
        self._places = places

    def places(self) -> tuple[object, ...]:
        return self._places


def skip(index: References, options: Options, *places: object) -> tuple[Finding, ...]:
    """What is said of places that are left as they are."""
    skipped = Skipped(index, options, *places)
    Ruleset(rules_of(__name__)).run(skipped)
    return tuple(skipped.findings)


def unread(index: References, options: Options) -> tuple[Finding, ...]:
    """What is said of a project before any pass has run: what of it cannot be read, or is not."""
    codebase = Codebase(index.project, index, index.tree, options)
    Ruleset(rules_of(__name__)).run(codebase)
    return tuple(codebase.findings)
