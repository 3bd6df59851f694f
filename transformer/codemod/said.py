"""What the passes have said so far."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from transformer.edits import Rewrite
from transformer.findings import Finding, Level
from transformer.tree import lines_after


class Said:
    """Findings in their order: each as it was said, and at the line that its place has by now."""

    def __init__(self, findings: Iterable[Finding] = ()) -> None:
        self._first: list[Finding] = []
        self._now: list[Finding] = []
        self._of_path: dict[str, list[int]] = defaultdict(list)
        self.add(findings)

    def add(self, findings: Iterable[Finding]) -> None:
        """Say more."""
        for finding in findings:
            self._of_path[finding.path].append(len(self._first))
            self._first.append(finding)
            self._now.append(finding)

    def move(self, rewrite: Rewrite, before: bytes) -> None:
        """Keep the lines true when a rewrite adds or removes lines above them."""
        if told := self._of_path.get(rewrite.path):
            line_after = lines_after(before, rewrite.splices)
            for at in told:
                self._now[at] = replace(self._now[at], line=line_after(self._now[at].line))

    @property
    def findings(self) -> list[Finding]:
        """With the lines of the finished files, or of the files as they are where one blocks."""
        blocked = any(finding.level is Level.BLOCKER for finding in self._first)
        return self._first if blocked else self._now
