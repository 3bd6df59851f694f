"""The report for a reviewer: one page that needs nothing else, with the diff and its reasons."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from transformer import __version__
from transformer.findings import Level
from transformer.options import Stage
from transformer.registry import all_rules
from transformer.report import diffview
from transformer.report.diffview import ShownFile
from transformer.report.drawings import Drawing
from transformer.report.model import Report
from transformer.report.pages import environment
from transformer.report.text import place
from transformer.tree import Edit

_HEADINGS = {
    Level.BLOCKER: "Blockers",
    Level.TODO: "To do by hand",
    Level.REVIEW: "Done, worth a look",
    Level.NOTE: "Good to know",
}


@dataclass(frozen=True)
class ShownPart:
    """What one stage changes: its patch, and the edits with their lines in it."""

    stage: str
    patch: bytes
    edits: tuple[Edit, ...]


def render(
    report: Report,
    parts: Sequence[ShownPart] = (),
    steps: str = "",
    drawings: Sequence[Drawing] = (),
) -> str:
    """The page. Everything that comes from the project is escaped. ``steps`` are the runbook."""
    rules = all_rules()
    shown = _parts(report, parts)
    counted = report.counted()
    named = sorted({*counted, *(finding.code for finding in report.findings)})
    levels = [
        (level.value, heading, [f for f in report.findings if f.level is level])
        for level, heading in _HEADINGS.items()
    ]
    return (
        environment()
        .get_template("report.html.jinja")
        .render(
            report=report,
            version=__version__,
            levels=[found for found in levels if found[2]],
            place=place,
            parts=shown,
            steps=steps,
            drawings=drawings,
            hunk_of=_hunks(shown),
            rules=[(code, rules.get(code), counted.get(code, 0)) for code in named],
            digest=_digest,
            summaries={code: rule.summary for code, rule in rules.items()},
            reasons={code: rule.reason for code, rule in rules.items()},
        )
    )


def _hunks(parts: Sequence[tuple[str, str, list[ShownFile]]]) -> dict[tuple[str, int], str]:
    """Path and line of the finished files -> the anchor of the hunk, of the file for line 0."""
    found: dict[tuple[str, int], str] = {}
    for stage, _, files in parts:
        for at, file in enumerate(files, 1):
            found[file.path, 0] = f"{stage}-{at}"
            for number, hunk in enumerate(file.hunks, 1):
                for line in hunk.lines:
                    if line.new:
                        found[file.path, line.new] = f"{stage}-{at}-{number}"
    return found


def _parts(report: Report, parts: Sequence[ShownPart]) -> list[tuple[str, str, list[ShownFile]]]:
    """Name, heading and files of each stage that has any."""
    found = [
        (
            part.stage,
            _heading(Stage(part.stage)),
            diffview.files(part.patch, part.edits, report.prefix),
        )
        for part in parts
    ]
    return [one for one in found if one[2]]


def _heading(stage: Stage) -> str:
    return f"{stage.value.capitalize()}: {stage.meaning}"


def _digest(*parts: object) -> str:
    """What tells texts apart: a mark that was set for one of them is none for another."""
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]
