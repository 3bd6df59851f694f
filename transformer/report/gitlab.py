"""Findings as a Code Quality report of GitLab, which shows them in merge requests.

https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
"""

from __future__ import annotations

import json

from transformer.findings import Level
from transformer.printable import shown, shown_text
from transformer.report.fingerprints import fingerprinted, path_of
from transformer.report.model import Report

_SEVERITIES = {
    Level.BLOCKER: "blocker",
    Level.TODO: "major",
    Level.REVIEW: "minor",
    Level.NOTE: "info",
}


def render(report: Report) -> str:
    issues = [
        {
            "description": shown_text(finding.said),
            "check_name": finding.code,
            "fingerprint": fingerprint,
            "severity": _SEVERITIES[finding.level],
            "location": {
                "path": shown(path_of(finding, report)),
                "lines": {"begin": max(finding.line, 1)},
            },
        }
        for finding, fingerprint in fingerprinted(report)
    ]
    if report.error is not None and not report.findings:
        issues.append(
            {
                "description": shown_text(report.error.said),
                "check_name": report.error.code.value,
                "fingerprint": report.error.code.value,
                "severity": "blocker",
                "location": {"path": "manage.py", "lines": {"begin": 1}},
            }
        )
    return json.dumps(issues, indent=2) + "\n"
