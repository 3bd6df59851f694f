"""Findings as workflow commands of GitHub Actions, which shows them at their lines.

https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands
"""

from __future__ import annotations

from transformer.findings import Finding, Level
from transformer.printable import shown, shown_text
from transformer.report.model import Report

_COMMANDS = {
    Level.BLOCKER: "error",
    Level.TODO: "warning",
    Level.REVIEW: "notice",
    Level.NOTE: "notice",
}


def render(report: Report) -> str:
    lines = [_annotation(finding, report.prefix) for finding in report.findings]
    if report.error is not None and not report.findings:
        said = report.error.said
        lines.append(f"::error title=usershift::{_data(said)}")
    return "".join(line + "\n" for line in lines)


def _annotation(finding: Finding, prefix: str) -> str:
    facts = {"title": f"usershift {finding.code}"}
    if finding.path:
        facts["file"] = prefix + finding.path
    if finding.line:
        facts["line"] = str(finding.line)
        facts["col"] = str(finding.column or 1)
    written = ",".join(f"{name}={_property(value)}" for name, value in facts.items())
    message = finding.said
    return f"::{_COMMANDS[finding.level]} {written}::{_data(message)}"


def _data(text: str) -> str:
    return shown_text(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(shown(text)).replace(":", "%3A").replace(",", "%2C")
