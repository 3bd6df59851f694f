"""What the passes have said so far."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable
from dataclasses import replace

from transformer.edits import Rewrite
from transformer.findings import Finding, Level
from transformer.tree import lines_after


class Said:
    """Findings in their order: each as it was said, and at the line that its place has by now.

    ``leftovers`` are codes of rules that are silent where another one has spoken before.
    """

    def __init__(self, findings: Iterable[Finding] = (), leftovers: Container[str] = ()) -> None:
        self._leftovers = leftovers
        self._first: list[Finding] = []
        self._now: list[Finding] = []
        self._of_path: dict[str, list[int]] = defaultdict(list)
        self._places: dict[str, set[tuple[int, int]]] = defaultdict(set)
        self.add(findings)

    def add(self, findings: Iterable[Finding]) -> None:
        """Say more."""
        for finding in findings:
            if finding.code in self._leftovers and self._speaks_of(finding):
                continue
            self._of_path[finding.path].append(len(self._first))
            self._places[finding.path].add((finding.line, finding.column))
            self._first.append(finding)
            self._now.append(finding)

    def _speaks_of(self, finding: Finding) -> bool:
        place = (finding.line, finding.column)
        return finding.line > 0 and place in self._places[finding.path]

    def move(self, rewrite: Rewrite, before: bytes) -> None:
        """Keep the lines true when a rewrite adds or removes lines above them."""
        if told := self._of_path.get(rewrite.path):
            line_after = lines_after(before, rewrite.splices)
            for at in told:
                self._now[at] = replace(self._now[at], line=line_after(self._now[at].line))
            moved = (self._now[at] for at in told)
            self._places[rewrite.path] = {(finding.line, finding.column) for finding in moved}

    @property
    def findings(self) -> list[Finding]:
        """With the lines of the finished files, or of the files as they are where one blocks."""
        blocked = any(finding.level is Level.BLOCKER for finding in self._first)
        return self._first if blocked else self._now
