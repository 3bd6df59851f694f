"""The project as a whole: what rules see that look further than one file."""

from __future__ import annotations

from collections.abc import Iterator

from transformer.codemod.engine import Ruleset
from transformer.codemod.passes import Outcome, Run
from transformer.codemod.rules import Rule, rules_of_pass
from transformer.edits import Change
from transformer.findings import Finding, Level
from transformer.options import Options
from transformer.project import Project
from transformer.semantics import References
from transformer.tree import Tree


class Codebase:
    """``outcomes`` are what the rules have asked for so far, in their order."""

    def __init__(self, project: Project, index: References, tree: Tree, options: Options) -> None:
        self.project = project
        self.index = index
        self.tree = tree
        self.options = options
        self.outcomes: list[Outcome] = []

    def mentions(self, word: bytes) -> bool:
        """Nothing is known before the files are looked at."""
        return True

    def places(self) -> tuple[object, ...]:
        """No place within: rules see the project as a whole."""
        return ()

    def report(
        self,
        rule: Rule,
        path: str,
        message: str,
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
            self.outcomes.append(edit)
        if message:
            self.outcomes.append(
                Finding(rule.code, level or rule.level, path, line, column, message, remedy)
            )


def run_rules(package: str) -> Run:
    """The ``run`` of a pass whose rules all see the project as a whole."""

    def run(project: Project, index: References, tree: Tree, options: Options) -> Iterator[Outcome]:
        codebase = Codebase(project, index, tree, options)
        Ruleset(rules_of_pass(package)).run(codebase)
        yield from codebase.outcomes

    return run
