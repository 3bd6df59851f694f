"""The project as a whole: what rules see that look further than one file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from transformer.codemod.file import File
from transformer.codemod.passes import Outcome, Run
from transformer.codemod.rules import Rule, Ruleset, rules_of_pass
from transformer.edits import Change
from transformer.findings import Finding, Level
from transformer.options import Options
from transformer.project import Project
from transformer.semantics import References
from transformer.tree import Tree


class Codebase:
    """``facts`` is what the pass has found out for its rules."""

    def __init__(
        self, project: Project, index: References, tree: Tree, options: Options, facts: Any = None
    ) -> None:
        self.project = project
        self.index = index
        self.tree = tree
        self.options = options
        self.facts = facts
        self.edits: list[Change] = []
        self.findings: list[Finding] = []

    def file(self, path: str) -> File:
        """A Python file to be edited. Raises one of ``PARSE_ERRORS``."""
        index = self.index
        return File(index.module(path), index, index.resolver, self.options)

    def mentions(self, word: bytes) -> bool:
        """Nothing is known before the files are looked at."""
        return True

    def places(self) -> Iterable[object]:
        """No place within: rules see the project as a whole."""
        return ()

    def can_spell(self, place: object) -> bool:
        """Nothing is known of what is not looked at."""
        return True

    def report(
        self,
        rule: Rule,
        path: str = "",
        message: str = "",
        remedy: str = "",
        level: Level | None = None,
        *,
        line: int = 0,
        column: int = 0,
        edit: Change | None = None,
    ) -> None:
        """What a rule has to say of a file, or of the project where ``path`` is empty.

        ``line`` 0 means the whole file. An edit is made; it needs no message.
        """
        if edit is not None:
            self.edits.append(edit)
        if message:
            level = level or rule.level
            self.findings.append(Finding(rule.code, level, path, line, column, message, remedy))

    def run(self, rules: Ruleset) -> Iterator[Outcome]:
        """What the rules say that look at the whole: each sees what the ones before it made."""
        for visit in rules.visitors(self).get(type(self), ()):
            visit(self)
            # Findings name lines as they are before the edits.
            yield from (*self.findings, *self.edits)
            self.edits.clear()
            self.findings.clear()


def run_rules(package: str) -> Run:
    """The ``run`` of a pass whose rules all see the project as a whole."""

    def run(project: Project, index: References, tree: Tree, options: Options) -> Iterator[Outcome]:
        yield from Codebase(project, index, tree, options).run(Ruleset(rules_of_pass(package)))

    return run
