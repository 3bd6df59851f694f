"""The report for a person: one or two screens."""

from __future__ import annotations

import io
from dataclasses import dataclass

from rich.columns import Columns
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from transformer.errors import ErrorCode
from transformer.findings import Finding, Level
from transformer.options import Stage
from transformer.printable import shown, shown_text
from transformer.report import assessment, proofs
from transformer.report.model import Report

_HEADINGS = {
    Level.BLOCKER: ("Blockers: nothing is written before these are solved", "bold red"),
    Level.TODO: ("To do by hand", "bold yellow"),
    Level.REVIEW: ("Done, worth a look", "bold cyan"),
    Level.NOTE: ("Good to know", "bold"),
}


@dataclass(frozen=True)
class View:
    """How much is shown: ``level`` is one whose findings are all listed, and no other's.

    With ``all`` every finding is listed. ``verbose`` adds the codes of the rules, ``quiet`` leaves
    only what stands in the way.
    """

    level: Level | None = None
    all: bool = False
    verbose: bool = False
    quiet: bool = False

    @property
    def levels(self) -> tuple[Level, ...]:
        if self.quiet:
            return (Level.BLOCKER,)
        return tuple(Level) if self.level is None else (Level.BLOCKER, self.level)

    @property
    def whole(self) -> bool:
        """Whether nothing is cut off."""
        return self.all or self.level is not None


USUAL = View()
_MAX_SHOWN = {Level.BLOCKER: 50, Level.TODO: 20, Level.REVIEW: 6, Level.NOTE: 6}
_MAX_PLACES = 5


def render(report: Report, view: View = USUAL) -> str:
    """The report as plain text, for a file."""
    file = io.StringIO()
    show(report, Console(file=file, width=100, color_system=None), view)
    return file.getvalue()


def show(report: Report, console: Console, view: View = USUAL) -> None:
    """Print the report."""
    if report.error is not None and not (report.findings or report.proofs):
        if report.assessment is not None:
            facts(report.assessment, console)
            console.print()
        problem(console, report.error.message, report.error.remedy)
        return
    levels = view.levels
    blocked = any(f.level is Level.BLOCKER for f in report.findings)
    # A project with a user model of its own would get nothing of the rest.
    own = report.error is not None and report.error.code is ErrorCode.CUSTOM_USER_ALREADY
    done = not blocked or (report.assessment is not None and not own)
    if not done:
        levels = (Level.BLOCKER,)
    if not view.quiet:
        _overview(report, console, view, done=done)
    for level in levels:
        found = [f for f in report.findings if f.level is level]
        _findings(found, level, console, whole=view.whole)
    if report.proofs:
        proofs.show(report.proofs, console)
        if report.error is not None:
            console.print(Text(f"\n{shown_text(report.error.message)}", "bold red"))
    if view.quiet:
        return
    if report.done:
        console.print()
        console.print(Text(shown(report.done), "bold"))
    for step in report.then:
        console.print(Text(shown(step)), soft_wrap=True)


def _overview(report: Report, console: Console, view: View, *, done: bool) -> None:
    """What was worked on; where something was ``done``, what by which pass."""
    if report.assessment is not None:
        facts(report.assessment, console)
    else:
        _head(report, console)
    if done:
        _passes(report, console, view)
        if view.verbose:
            _rules(report, console)
        _stages(report, console)


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


def facts(found: assessment.Assessment, console: Console) -> None:
    """Print what a project is."""
    console.print(shown_text(assessment.render(found)), soft_wrap=True, end="")


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


def _passes(report: Report, console: Console, view: View) -> None:
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
    idle = [each.name for each in report.passes if not each.edits]
    if table.rows or (idle and view.verbose):
        console.print()
    if table.rows:
        console.print(table)
    if idle and view.verbose:
        console.print(Text(f"Nothing to edit: {', '.join(idle)}.", "dim"))


def _stages(report: Report, console: Console) -> None:
    if not any(one.edits for one in report.stages):
        return
    console.print()
    for one in report.stages:
        if not one.edits:
            continue
        edits = "one edit" if one.edits == 1 else f"{one.edits} edits"
        files = "one file" if one.files == 1 else f"{one.files} files"
        said = f"{one.stage:<8}  {edits} in {files}: {Stage(one.stage).meaning}"
        console.print(Text(said), soft_wrap=True)


def _rules(report: Report, console: Console) -> None:
    counted = report.counted()
    if not counted:
        return
    console.print()
    console.print(Text("edits by rule: `usershift explain CODE` says more", "dim"))
    console.print(Columns([f"{code} {n:>3}" for code, n in counted.items()], padding=(0, 4)))


def _findings(findings: list[Finding], level: Level, console: Console, *, whole: bool) -> None:
    """The findings of one level: the first of them, or the ``whole`` list."""
    if not findings:
        return
    heading, style = _HEADINGS[level]
    console.print()
    console.print(Text(f"{heading} ({len(findings)})", style))
    groups: dict[tuple[str, str, str], list[Finding]] = {}
    for finding in findings:
        groups.setdefault((finding.code, finding.message, finding.remedy), []).append(finding)
    shown_groups = len(groups) if whole else _MAX_SHOWN[level]
    shown_places = len(findings) if whole else _MAX_PLACES
    for (code, message, remedy), places in list(groups.items())[:shown_groups]:
        for finding in places[:shown_places]:
            line = Text.assemble((place(finding), "cyan"), "  ", (code, "dim"))
            console.print(Text.assemble("  ", line), soft_wrap=True)
        if more := len(places[shown_places:]):
            console.print(Text(f"  and {more} more places", "dim"))
        said = Text(shown_text(message))
        if remedy:
            said.append(f" {shown_text(remedy)}", "italic")
        console.print(Padding(said, (0, 0, 0, 4)))
    if more := sum(len(places) for places in list(groups.values())[shown_groups:]):
        console.print(Text(f"  and {more} more: `--show {level.value}` lists them all", "dim"))
