"""Runs the rules of a pass over Python files, and guards what they make of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from transformer.codemod.file import File
from transformer.codemod.limit import SECONDS, TooLong, limited
from transformer.codemod.processes import WORTH_SHARING, shared_out
from transformer.codemod.rules import Rule
from transformer.codemod.skipped.unreadable_python import unread_strings, unreadable
from transformer.codemod.skipped.unsafe_edit import Unsafe, refused
from transformer.edits import Rewrite, splice
from transformer.findings import Finding
from transformer.options import Options
from transformer.semantics import PARSE_ERRORS, References
from transformer.semantics.resolve import Module


class AnyFile(Protocol):
    """A file under edit, of whatever kind: where its places are."""

    def mentions(self, word: bytes) -> bool:
        """Whether the file holds the bytes anywhere."""

    def places(self) -> Iterable[object]:
        """What rules may ask to see, outer places before inner ones."""


class Ruleset:
    """Rules that act together: those of one pass.

    ``facts`` is what the pass has found out for them beforehand.
    """

    def __init__(self, rules: Iterable[Rule], facts: Any = None) -> None:
        self.facts = facts
        handlers = [handler for rule in rules for handler in rule.handlers]
        self._handlers = sorted(handlers, key=lambda h: (-h.priority, h.rule.code))

    def run(self, file: AnyFile) -> None:
        """Let every rule see its places: in the order of the file, and at last the file itself."""
        table: dict[type, list[Callable[..., None]]] = {}
        for handler in self._handlers:
            if not handler.words or any(map(file.mentions, handler.words)):
                table.setdefault(handler.place, []).append(handler.visit)
        for place in file.places():
            for visit in table.get(type(place), ()):
                visit(place, file)
        for visit in table.get(type(file), ()):
            visit(file)


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
        message = f"This file was given up after {SECONDS:.0f} seconds."
        return Revision((refused(path, Unsafe(message)),))


def _revised(path: str, rules: Ruleset, references: References, options: Options) -> Revision:
    try:
        module = references.module(path)
    except PARSE_ERRORS as error:
        return Revision((unreadable(path, error),))
    try:
        file = visit(module, rules, references, options)
    except RecursionError:
        too_far = Unsafe("The names of this file lead too far to be followed.")
        return Revision((refused(path, too_far),))
    findings = tuple(file.findings)
    try:
        splices = file.splices()
        if not splices:
            return Revision(findings)
        after = splice(module.source, splices)
        guard(path, after, rules, references, options)
    except Unsafe as error:
        return Revision((*findings, refused(path, error)))
    except (UnicodeEncodeError, RecursionError, ValueError) as error:
        message = f"The edits of this file could not be made safely ({error})."
        return Revision((*findings, refused(path, Unsafe(message))))
    return Revision(findings, Rewrite(path, splices), frozenset(file.wanted))


def visit(module: Module, rules: Ruleset, references: References, options: Options) -> File:
    """One file with everything the rules want done to it."""
    file = File(module, references, references.resolver, options, rules.facts)
    rules.run(file)
    file.findings += unread_strings(module.path, module.source, module.masked, references.names)
    return file


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
