"""Runs the rules of a pass over Python files, and guards what they make of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from transformer.codemod.file import File
from transformer.codemod.limit import SECONDS, TooLong, limited
from transformer.codemod.processes import WORTH_SHARING, shared_out
from transformer.codemod.rules import Ruleset
from transformer.codemod.skipped import UnreadableFile, UnreadableString, UnsafeEdit, skip
from transformer.edits import Rewrite, splice
from transformer.findings import Finding
from transformer.options import Options
from transformer.semantics import PARSE_ERRORS, References


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
    """Apply the rules to each file: at most one rewrite a file, and what is to be said of it.

    Every file is read before the first is rewritten: one may import the auth user from another.
    ``wanted`` takes the dotted names that the rewritten files need in the users app.
    """
    jobs = options.jobs
    if jobs > 1 and sum(references.size(path) for path in paths) >= WORTH_SHARING:
        references.find_facts()
    else:
        jobs = 1
    revisions = shared_out(lambda path: revise(path, rules, references, options), paths, jobs)
    for revision in revisions:
        yield from revision.findings
        if wanted is not None:
            wanted |= revision.wanted
    yield from (revision.rewrite for revision in revisions if revision.rewrite)


def revise(path: str, rules: Ruleset, references: References, options: Options) -> Revision:
    """Apply the rules to one file, and guard what they make of it."""
    try:
        with limited(SECONDS):
            return _revised(path, rules, references, options)
    except TooLong:
        place = UnsafeEdit(path, f"This file was given up after {SECONDS:.0f} seconds.")
        return Revision(skip(references, options, place))


def _revised(path: str, rules: Ruleset, references: References, options: Options) -> Revision:
    try:
        module = references.module(path)
    except PARSE_ERRORS as error:
        return Revision(skip(references, options, UnreadableFile(path, error)))
    try:
        file = File(module, references, references.resolver, options, rules.facts)
        rules.run(file)
    except RecursionError:
        place = UnsafeEdit(path, "The names of this file lead too far to be followed.")
        return Revision(skip(references, options, place))
    strings = (UnreadableString(path, module.source, *span) for span in module.masked)
    findings = (*file.findings, *skip(references, options, *strings))
    try:
        splices = file.splices()
        if not splices:
            return Revision(findings)
        after = splice(module.source, splices)
        guard(path, after, rules, references, options)
    except Unsafe as error:
        place = UnsafeEdit(path, str(error), error.line)
        return Revision((*findings, *skip(references, options, place)))
    except (UnicodeEncodeError, RecursionError, ValueError) as error:
        place = UnsafeEdit(path, f"The edits of this file could not be made safely ({error}).")
        return Revision((*findings, *skip(references, options, place)))
    return Revision(findings, Rewrite(path, splices), frozenset(file.wanted))


class Unsafe(Exception):
    """The edits of a file do not pass a guard; ``line`` 0 means the whole file."""

    def __init__(self, message: str, line: int = 0) -> None:
        super().__init__(message)
        self.line = line


def guard(
    path: str, after: bytes, rules: Ruleset, references: References, options: Options
) -> None:
    """Raise Unsafe unless the result parses and a second run leaves it alone."""
    resolver = references.resolver.with_content(path, after)
    try:
        module = resolver.parse(path)
    except PARSE_ERRORS as error:
        line = getattr(error, "lineno", 0) or 0
        raise Unsafe(f"The edited file would not parse ({error}).", line) from error
    again = File(module, references, resolver, options, rules.facts)
    rules.run(again)
    if splices := again.splices():
        line = after.count(b"\n", 0, splices[0].start) + 1
        raise Unsafe(f"A second run would change this file again ({splices[0].rule}).", line)
