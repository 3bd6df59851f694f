"""Runs the rules of a pass over files, and guards what they make of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from transformer.codemod.file import File
from transformer.codemod.limit import TooLong, limited, seconds_for
from transformer.codemod.processes import WORTH_SHARING, shared_out
from transformer.codemod.rules import AnyFile, Ruleset
from transformer.codemod.skipped import UnreadableFile, UnreadableString, UnsafeEdit, skip
from transformer.edits import Rewrite, Splice, splice
from transformer.findings import Finding
from transformer.formats.nodes import Unparsable
from transformer.formats.python.lists import Uneditable
from transformer.options import Options
from transformer.semantics import PARSE_ERRORS, References


class EditedFile(AnyFile, Protocol):
    """A file under edit, of whatever kind."""

    path: str
    options: Options

    @property
    def content(self) -> bytes:
        """The bytes that the splices refer to."""

    @property
    def size(self) -> int:
        """How many bytes these are, which may not be loaded yet."""

    @property
    def findings(self) -> Sequence[Finding]:
        """What the rules have said."""

    def splices(self) -> tuple[Splice, ...]:
        """All edits that the rules want made. Raises ValueError where they cannot be."""

    def edited(self, content: bytes) -> EditedFile:
        """The file with other content, before any rule has seen it.

        Raises one of ``PARSE_ERRORS``, or Unparsable, where it does not parse: now, or when it is
        asked for its places.
        """


@dataclass(frozen=True)
class Revision:
    """What the rules say of one file and want done to it.

    ``wanted`` are the dotted names that the rewritten file needs in the users app.
    """

    findings: tuple[Finding, ...]
    rewrite: Rewrite | None = None
    wanted: frozenset[str] = frozenset()


def rewrite(
    paths: Sequence[str],
    rules: Ruleset,
    references: References,
    options: Options,
    wanted: set[str] | None = None,
) -> Iterator[Rewrite | Finding]:
    """Apply the rules to each file that is asked: at most one rewrite, and what is to be said.

    Every file is read before the first is rewritten: one may import the auth user from another.
    ``wanted`` takes the dotted names that the rewritten files need in the users app.
    """
    paths = [path for path in paths if references.is_asked(path)]
    jobs = options.jobs
    if jobs > 1 and sum(references.size(path) for path in paths) >= WORTH_SHARING:
        # Found before the processes part: each would look for all of it anew.
        references.facts()
    else:
        jobs = 1
    revisions = shared_out(
        lambda path: revise_python(path, rules, references, options), paths, jobs
    )
    if wanted is not None:
        wanted |= set().union(*(revision.wanted for revision in revisions))
    yield from outcomes(revisions)


def outcomes(revisions: Sequence[Revision]) -> Iterator[Rewrite | Finding]:
    """What is to be said of all files, and then their rewrites."""
    for revision in revisions:
        yield from revision.findings
    yield from (revision.rewrite for revision in revisions if revision.rewrite)


def revise_python(path: str, rules: Ruleset, references: References, options: Options) -> Revision:
    """Apply the rules to one Python file, within the limit of its time."""
    seconds = seconds_for(references.size(path))
    try:
        with limited(seconds):
            try:
                module = references.module(path)
            except PARSE_ERRORS as error:
                return Revision(skip(references, options, UnreadableFile(path, error)))
            file = File(module, references, references.resolver, options, rules.facts)
    except TooLong:
        return _given_up(path, seconds, references, options)
    revision = revise(file, rules, references)
    strings = (UnreadableString(path, module.source, *span) for span in module.masked)
    findings = (*revision.findings, *skip(references, options, *strings))
    wanted = frozenset(file.wanted if revision.rewrite else ())
    return Revision(findings, revision.rewrite, wanted)


def revise(file: EditedFile, rules: Ruleset, index: References) -> Revision:
    """Let the rules see one file, of whatever kind, and guard what they make of it.

    What is written has to parse, and a second run has to leave it alone, all of it within the limit
    of its time; else no edit is made.
    Raises Unparsable where the file itself does not parse.
    """
    seconds = seconds_for(file.size)
    try:
        with limited(seconds):
            return _revised(file, rules, index)
    except TooLong:
        return _given_up(file.path, seconds, index, file.options)


def _given_up(path: str, seconds: float, index: References, options: Options) -> Revision:
    place = UnsafeEdit(path, f"This file was given up after {seconds:.0f} seconds.")
    return Revision(skip(index, options, place))


def _revised(file: EditedFile, rules: Ruleset, index: References) -> Revision:
    try:
        rules.run(file)
    except RecursionError:
        place = UnsafeEdit(file.path, "The names of this file lead too far to be followed.")
        return Revision(skip(index, file.options, place))
    except Uneditable as error:
        return Revision(skip(index, file.options, UnsafeEdit(file.path, f"{error}.")))
    findings = tuple(file.findings)
    try:
        splices = file.splices()
        if not splices:
            return Revision(findings)
        if file.options.writes:
            guard(file, splice(file.content, splices), rules)
    except Unsafe as error:
        place = UnsafeEdit(file.path, str(error), error.line)
    except (Unparsable, UnicodeEncodeError, RecursionError, ValueError) as error:
        message = f"The edits of this file could not be made safely ({error})."
        place = UnsafeEdit(file.path, message)
    else:
        return Revision(findings, Rewrite(file.path, splices))
    return Revision((*findings, *skip(index, file.options, place)))


class Unsafe(Exception):
    """The edits of a file do not pass a guard; ``line`` 0 means the whole file."""

    def __init__(self, message: str, line: int = 0) -> None:
        super().__init__(message)
        self.line = line


def guard(file: EditedFile, after: bytes, rules: Ruleset) -> None:
    """Raise Unsafe unless the result parses and a second run leaves it alone."""
    try:
        again = file.edited(after)
    except PARSE_ERRORS as error:
        line = getattr(error, "lineno", 0) or 0
        raise Unsafe(f"The edited file would not parse ({error}).", line) from error
    rules.run(again)
    if splices := again.splices():
        line = after.count(b"\n", 0, splices[0].start) + 1
        raise Unsafe(f"A second run would change this file again ({splices[0].rule}).", line)
