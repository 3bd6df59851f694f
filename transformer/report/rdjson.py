"""Findings as diagnostics of reviewdog, which brings them to any code host.

https://github.com/reviewdog/reviewdog/tree/master/proto/rdf
"""

from __future__ import annotations

import json
from typing import Any

from transformer.findings import Finding, Level
from transformer.printable import shown, shown_text
from transformer.registry import all_rules
from transformer.report.fingerprints import path_of
from transformer.report.model import Report

_SEVERITIES = {
    Level.BLOCKER: "ERROR",
    Level.TODO: "WARNING",
    Level.REVIEW: "INFO",
    Level.NOTE: "INFO",
}


def render(report: Report) -> str:
    found = [_diagnostic(finding, report) for finding in report.findings]
    if report.error is not None and not report.findings:
        said = report.error.said
        found.append(
            {
                "message": shown_text(said),
                "location": {"path": "manage.py"},
                "severity": "ERROR",
                "code": {"value": report.error.code.value},
            }
        )
    return json.dumps({"source": {"name": "usershift"}, "diagnostics": found}, indent=2) + "\n"


def _diagnostic(finding: Finding, report: Report) -> dict[str, Any]:
    location: dict[str, Any] = {"path": shown(path_of(finding, report))}
    if finding.line:
        start = {"line": finding.line, "column": max(finding.column, 1)}
        location["range"] = {"start": start}
    code = {"value": finding.code}
    rule = all_rules().get(finding.code)
    if rule is not None and rule.link:
        code["url"] = rule.link
    return {
        "message": shown_text(finding.said),
        "location": location,
        "severity": _SEVERITIES[finding.level],
        "code": code,
    }
