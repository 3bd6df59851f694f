"""The report for a person: one or two screens."""

from __future__ import annotations

import io

from rich.columns import Columns
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from transformer.findings import Finding, Level
from transformer.printable import shown, shown_text
from transformer.report import assessment, proofs
from transformer.report.model import Report

_HEADINGS = {
    Level.BLOCKER: ("Blockers: nothing is written before these are solved", "bold red"),
    Level.TODO: ("To do by hand", "bold yellow"),
    Level.REVIEW: ("Done, worth a look", "bold cyan"),
    Level.NOTE: ("Good to know", "bold"),
}
_MAX_SHOWN = {Level.BLOCKER: 50, Level.TODO: 20, Level.REVIEW: 6, Level.NOTE: 6}
_MAX_PLACES = 5


def render(report: Report) -> str:
    """The report as plain text, for a file."""
    file = io.StringIO()
    show(report, Console(file=file, width=100, color_system=None))
    return file.getvalue()


def show(report: Report, console: Console) -> None:
    """Print the report."""
    if report.error is not None and not (report.findings or report.proofs):
        problem(console, report.error.message, report.error.remedy)
        return
    if report.assessment is not None:
        console.print(shown_text(assessment.render(report.assessment)), soft_wrap=True, end="")
    else:
        _head(report, console)
    levels = tuple(Level)
    if report.assessment is None and any(f.level is Level.BLOCKER for f in report.findings):
        # Nothing of the rest was done.
        levels = (Level.BLOCKER,)
    else:
        _passes(report, console)
        _rules(report, console)
    for level in levels:
        _findings([f for f in report.findings if f.level is level], level, console)
    if report.proofs:
        proofs.show(report.proofs, console)
    if report.done:
        console.print()
        console.print(Text(shown(report.done), "bold"))


def problem(console: Console, message: str, remedy: str) -> None:
    """One line on what is wrong, and what to do about it."""
    console.print(Text.assemble(("usershift: ", "bold red"), shown_text(message)), soft_wrap=True)
    if remedy:
        console.print(Text(shown_text(remedy)), soft_wrap=True)


def place(finding: Finding) -> str:
    """``path:line:column``, as far as it is known."""
    if not finding.path:
        return "the project"
    if not finding.line:
        return shown(finding.path)
    return f"{shown(finding.path)}:{finding.line}:{max(finding.column, 1)}"


def _head(report: Report, console: Console) -> None:
    parts = []
    if report.project is not None:
        parts.append(report.project.name)
        if django := report.project.django:
            parts.append(f"Django {django.version}, from {django.source}")
        else:
            parts.append("Django's version unknown")
    if report.strategy:
        parts.append(f"strategy {report.strategy}")
    console.print(Text(shown(" · ".join(parts)), "bold"), soft_wrap=True)


def _passes(report: Report, console: Console) -> None:
    if not report.passes:
        return
    table = Table(box=None, pad_edge=False, show_edge=False, header_style="dim")
    table.add_column("pass", no_wrap=True)
    table.add_column("files", justify="right", no_wrap=True)
    table.add_column("edits", justify="right", no_wrap=True)
    table.add_column("what it does")
    for each in report.passes:
        if each.edits:
            table.add_row(each.name, str(each.files), str(each.edits), Text(each.title))
    console.print()
    if table.rows:
        console.print(table)
    if idle := [each.name for each in report.passes if not each.edits]:
        console.print(Text(f"Nothing to edit: {', '.join(idle)}.", "dim"))


def _rules(report: Report, console: Console) -> None:
    counted = report.counted()
    if not counted:
        return
    console.print()
    console.print(Text("edits by rule: `usershift explain CODE` says more", "dim"))
    console.print(Columns([f"{code} {n:>3}" for code, n in counted.items()], padding=(0, 4)))


def _findings(findings: list[Finding], level: Level, console: Console) -> None:
    if not findings:
        return
    heading, style = _HEADINGS[level]
    console.print()
    console.print(Text(f"{heading} ({len(findings)})", style))
    groups: dict[tuple[str, str, str], list[Finding]] = {}
    for finding in findings:
        groups.setdefault((finding.code, finding.message, finding.remedy), []).append(finding)
    for (code, message, remedy), places in list(groups.items())[: _MAX_SHOWN[level]]:
        for finding in places[:_MAX_PLACES]:
            line = Text.assemble((place(finding), "cyan"), "  ", (code, "dim"))
            console.print(Padding(line, (0, 0, 0, 2)), soft_wrap=True)
        if len(places) > _MAX_PLACES:
            console.print(Text(f"  and {len(places) - _MAX_PLACES} more places", "dim"))
        said = Text(shown_text(message))
        if remedy:
            said.append(f" {shown_text(remedy)}", "italic")
        console.print(Padding(said, (0, 0, 0, 4)))
    more = sum(len(places) for places in list(groups.values())[_MAX_SHOWN[level] :])
    if more:
        console.print(Text(f"  and {more} more: `--format json` lists them all", "dim"))
