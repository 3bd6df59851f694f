"""A place that a rule found in a file, and what becomes of it: an edit or a finding."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from transformer.codemod.rules import Rule
from transformer.contents import View
from transformer.edits import Rewrite, Splice, splice
from transformer.findings import Finding, Level
from transformer.formats.nodes import Unparsable

Outcome = Rewrite | Finding

IGNORE = re.compile(rb"usershift:\s*ignore(?:\[([^\]\n]*)\])?")

# A dump of a million rows must not become a million findings.
PER_FILE = 25
_CHUNK = 1 << 20


@dataclass(frozen=True)
class Match:
    """The bytes ``start:end`` of a file, in which ``rule`` sees the auth user.

    ``replacement`` is what stands there after the migration, None where that cannot be said.
    It is written if ``certain``, or if the caller asked for suggested edits; else ``message`` and
    ``remedy`` become a finding. ``level`` overrides that of the rule.
    """

    rule: Rule
    start: int
    end: int
    message: str
    remedy: str = ""
    replacement: bytes | None = None
    certain: bool = False
    level: Level | None = None


def settle(
    path: str,
    view: View,
    matches: Iterable[Match],
    suggested: bool,
    again: Callable[[bytes], Iterable[Match]],
) -> Iterator[Outcome]:
    """The matches of one file as one rewrite and findings, in the order of the file.

    Of matches that overlap the first one given counts, so the more specific rule comes first.
    A line that says ``usershift: ignore[CODE]`` is left alone by that rule.

    ``again`` finds the matches of the result. It must parse, with nothing left to edit in it; else
    the file stays as it is and a finding says so.
    """
    kept = [m for m in _disjoint(matches) if not _ignored(view, m)]

    def made(match: Match) -> bool:
        return match.replacement is not None and (match.certain or suggested)

    edits = [m for m in kept if made(m)]
    # A suggested edit is made, but somebody has to look at it.
    told = [m for m in kept if not (made(m) and m.certain)]
    spots = positions(view, [m.start for m in told])
    if edits:
        splices = tuple(Splice(m.start, m.end, m.replacement or b"", m.rule.code) for m in edits)
        if not _holds(splice(view[:], splices), again):
            yield Finding(
                edits[0].rule.code,
                Level.TODO,
                path,
                positions(view, [edits[0].start])[edits[0].start][0],
                1,
                "The edits of this file were given up: the result did not read as intended.",
                "Change the file by hand, and please report it.",
            )
            return
        yield Rewrite(path, splices)
    yield from _bounded(_finding(path, m, *spots[m.start], made=made(m)) for m in told)


def _holds(after: bytes, again: Callable[[bytes], Iterable[Match]]) -> bool:
    try:
        left = list(again(after))
    except Unparsable:
        return False
    return not any(m.certain and not _ignored(after, m) for m in left)


def _disjoint(matches: Iterable[Match]) -> list[Match]:
    taken: list[Match] = []
    by_start = sorted(enumerate(matches), key=lambda item: (item[1].start, item[0]))
    for _, match in by_start:
        if taken and match.start < taken[-1].end:
            continue
        taken.append(match)
    return taken


def line_around(view: View, start: int, end: int) -> bytes:
    """The line that holds ``start:end``; of a line without end only what stands near."""
    first = view.rfind(b"\n", max(0, start - 4096), start) + 1 or max(0, start - 4096)
    last = view.find(b"\n", end, end + 4096)
    return view[first : last if last >= 0 else end + 4096]


def _ignored(view: View, match: Match) -> bool:
    found = IGNORE.search(line_around(view, match.start, match.end))
    if not found:
        return False
    codes = (found[1] or b"").decode("latin-1")
    return not codes.strip() or match.rule.code in re.split(r"[\s,]+", codes.strip())


def positions(view: View, offsets: Iterable[int]) -> dict[int, tuple[int, int]]:
    """Line and column, from 1, of each offset; columns count characters of UTF-8."""
    found: dict[int, tuple[int, int]] = {}
    line, begin, at = 1, 0, 0
    for offset in sorted(set(offsets)):
        while at < offset:
            chunk = view[at : min(offset, at + _CHUNK)]
            if count := chunk.count(b"\n"):
                line += count
                begin = at + chunk.rfind(b"\n") + 1
            at += len(chunk)
        if offset - begin < _CHUNK:
            column = len(view[begin:offset].decode("utf-8", "replace")) + 1
        else:
            column = offset - begin + 1
        found[offset] = (line, column)
    return found


def _finding(path: str, match: Match, line: int, column: int, made: bool) -> Finding:
    if made:
        text = (match.replacement or b"").decode("utf-8", "replace")
        message = f"{match.message} It was changed to {text}, as --suggested asks."
        return Finding(match.rule.code, Level.REVIEW, path, line, column, message)
    level = match.level or match.rule.level
    return Finding(match.rule.code, level, path, line, column, match.message, match.remedy)


def _bounded(findings: Iterable[Finding]) -> Iterator[Finding]:
    """At most ``PER_FILE`` findings of a rule and level, and one that sums up the rest."""
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
