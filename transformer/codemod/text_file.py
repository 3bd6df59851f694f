"""One file under edit that is not Python: rules see its places and report ranges of its bytes."""

from __future__ import annotations

import sys
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from transformer.codemod.ignore_comments import codes_on
from transformer.codemod.rules import Rule, Safe, Suggested
from transformer.contents import View, positions
from transformer.edits import Splice
from transformer.findings import Finding, Level
from transformer.options import Options
from transformer.semantics import References
from transformer.spellings import starts

# The longest word that a rule asks for.
_REACH = 40
# A dump of a million rows must not become a million findings.
PER_FILE = 25


@dataclass(frozen=True, slots=True)
class RuleReport:
    """What a rule says of the bytes ``start:end``; ``start`` -1 means the file as a whole."""

    rule: Rule
    start: int
    end: int
    message: str
    remedy: str
    level: Level
    edit: Safe | None


@dataclass(frozen=True)
class TextFacts:
    """What a pass over texts has found out, and what the project's own code says of its names.

    The latter is looked for all over the project by the first file that asks.
    """

    index: References

    @property
    def codenames(self) -> frozenset[str]:
        """Codenames of the permissions that belong to the user's content type."""
        return self.index.codenames

    @property
    def url_names(self) -> frozenset[str]:
        """Names of URLs that the project gives itself."""
        return self.index.url_names


class TextFile:
    """``view`` are the bytes of the file, ``facts`` what the pass has found out for its rules.

    Subclasses say which places it has. ``taken`` are ranges that other passes answer for, in their
    order. A line that says ``usershift: ignore[CODE]`` is left alone by that rule.
    """

    taken: Sequence[tuple[int, int]] = ()

    def __init__(self, path: str, view: View, options: Options, facts: Any = None) -> None:
        self.path = path
        self.view = view
        self.options = options
        self.facts = facts
        self.reports: list[RuleReport] = []
        # A million rows are told the same.
        self._told: dict[object, Any] = {}

    @property
    def content(self) -> bytes:
        return self.view[:]

    @property
    def size(self) -> int:
        return len(self.view)

    def edited(self, content: bytes) -> TextFile:
        """The file with other content, before any rule has seen it."""
        return type(self)(self.path, content, self.options, self.facts)

    def mentions(self, word: bytes) -> bool:
        """Whether the file holds the bytes anywhere."""
        if b"auth" in word and len(word) <= _REACH:
            return word in self._around_auth
        return self.view.find(word) >= 0

    @cached_property
    def _around_auth(self) -> bytes:
        """What stands around each ``auth``: most words hold it, and files of data are large."""
        found: list[bytes] = []
        end = 0
        for at in starts(self.view, "auth"):
            start = max(end, at - _REACH)
            found += [b"\n" if start > end else b"", self.view[start : at + _REACH]]
            end = at + _REACH
        return b"".join(found)

    def places(self) -> Iterable[object]:
        """What rules may ask to see; none where they all want the file as a whole."""
        return ()

    def can_spell(self, place: object) -> bool:
        """Whether something in a place can spell the auth user."""
        return True

    def report(
        self,
        rule: Rule,
        start: int = -1,
        end: int = -1,
        message: str = "",
        remedy: str = "",
        level: Level | None = None,
        edit: Safe | None = None,
    ) -> None:
        """What a rule has to say of the bytes ``start:end``, or of the file: an edit, a finding.

        A safe edit is made. A suggested one is made where the caller asked for such, and the
        message becomes a review; else a finding. Of reports that overlap the one counts that starts
        first; of those that start together the one of the rule that was asked first.
        """
        same = self._told.setdefault
        said = same(message, message), same(remedy, remedy), level or rule.level, same(edit, edit)
        self.reports.append(RuleReport(rule, start, end, *said))

    @cached_property
    def kept(self) -> list[RuleReport]:
        """The reports that count, in the order of the file, once all rules have spoken."""
        kept: list[RuleReport] = []
        for report in sorted(filter(self._is_free, self.reports), key=lambda each: each.start):
            if not kept or report.start >= kept[-1].end:
                kept.append(report)
        return [report for report in kept if not self._ignored(report)]

    def _is_free(self, report: RuleReport) -> bool:
        last = (max(report.start, report.end - 1), sys.maxsize)
        at = bisect_right(self.taken, last) - 1
        return at < 0 or self.taken[at][1] <= report.start

    def _ignored(self, report: RuleReport) -> bool:
        if not self.options.selection.takes(report.rule.code, self.path):
            return True
        if report.start < 0:
            return False
        codes = codes_on(line_around(self.view, report.start, report.end), self.path)
        return codes is not None and (not codes or report.rule.code in codes)

    def _is_made(self, report: RuleReport) -> bool:
        return report.edit is not None and (
            self.options.suggested or not isinstance(report.edit, Suggested)
        )

    def splices(self) -> tuple[Splice, ...]:
        encoded = cache(str.encode)
        return tuple(
            Splice(report.start, report.end, encoded(report.edit.text), report.rule.code)
            for report in self.kept
            if report.edit is not None and self._is_made(report)
        )

    @property
    def findings(self) -> list[Finding]:
        """What is to be said: of a rule and level at most ``PER_FILE``, and one for the rest."""
        # A suggested edit is made, but somebody has to look at it.
        told = [r for r in self.kept if not self._is_made(r) or isinstance(r.edit, Suggested)]
        spots = positions(self.view, [report.start for report in told if report.start >= 0])
        spots[-1] = (0, 0)
        found = [self._finding(report, *spots[report.start]) for report in told]
        # What a line has many times is said once.
        of_lines: dict[Finding, Finding] = {}
        for finding in found:
            of_lines.setdefault(finding.of_line, finding)
        return list(_bounded(of_lines.values()))

    def _finding(self, report: RuleReport, line: int, column: int) -> Finding:
        level, message, remedy = report.level, report.message, report.remedy
        if report.edit is not None and self._is_made(report):
            message = f"{message} It was changed to {report.edit.text}, as --suggested asks."
            level, remedy = Level.REVIEW, ""
        return Finding(report.rule.code, level, self.path, line, column, message, remedy)


def line_around(view: View, start: int, end: int) -> bytes:
    """The line that holds ``start:end``; of a line without end only what stands near."""
    first = view.rfind(b"\n", max(0, start - 4096), start) + 1 or max(0, start - 4096)
    last = view.find(b"\n", end, end + 4096)
    return view[first : last if last >= 0 else end + 4096]


def _bounded(findings: Iterable[Finding]) -> Iterator[Finding]:
    groups: dict[tuple[str, Level], list[Finding]] = defaultdict(list)
    for finding in findings:
        groups[finding.code, finding.level].append(finding)
    for group in groups.values():
        yield from group[:PER_FILE]
        if rest := group[PER_FILE:]:
            first = rest[0]
            lines = sorted({f.line for f in rest})
            named = ", ".join(map(str, lines[:200])) + (", …" if len(lines) > 200 else "")
            message = f"The same as above stands in {len(rest)} more places, on lines {named}."
            yield Finding(first.code, first.level, first.path, first.line, 1, message, first.remedy)
