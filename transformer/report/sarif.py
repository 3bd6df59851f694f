"""Findings as SARIF 2.1.0, for code scanning.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html, and what GitHub asks of it:
https://docs.github.com/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning
"""

from __future__ import annotations

import json
import os
from typing import Any
from urllib.parse import quote

from transformer import TICKET, __version__
from transformer.codemod.rules import Rule
from transformer.findings import Finding, Level
from transformer.printable import shown_text
from transformer.registry import all_rules
from transformer.report.fingerprints import fingerprinted, path_of
from transformer.report.model import Report

_LEVELS = {
    Level.BLOCKER: "error",
    Level.TODO: "warning",
    Level.REVIEW: "note",
    Level.NOTE: "note",
}


def render(report: Report) -> str:
    return json.dumps(document(report), indent=2) + "\n"


def document(report: Report) -> dict[str, Any]:
    codes = sorted({finding.code for finding in report.findings})
    results = [_result(f, report, codes, known) for f, known in fingerprinted(report)]
    invocation: dict[str, Any] = {
        "executionSuccessful": report.exit_code in (0, 1),
        "exitCode": report.exit_code,
    }
    if report.error is not None and not report.findings:
        said = report.error.said
        invocation["toolExecutionNotifications"] = [
            {"level": "error", "message": {"text": shown_text(said)}}
        ]
    return {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "usershift",
                        "semanticVersion": __version__,
                        "informationUri": TICKET,
                        "rules": [_rule(code, all_rules().get(code)) for code in codes],
                    }
                },
                "automationDetails": {"id": f"usershift/{report.command}/"},
                "columnKind": "unicodeCodePoints",
                "invocations": [invocation],
                "results": results,
            }
        ],
    }


def _rule(code: str, rule: Rule | None) -> dict[str, Any]:
    if rule is None:
        return {"id": code}
    found: dict[str, Any] = {
        "id": code,
        "name": "".join(word.title() for word in rule.name.split("-")),
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": rule.page},
        "defaultConfiguration": {"level": _LEVELS[rule.level]},
        "properties": {"tags": ["django", rule.pass_name]},
    }
    if rule.link:
        found["helpUri"] = rule.link
    return found


def _result(finding: Finding, report: Report, codes: list[str], fingerprint: str) -> dict[str, Any]:
    found: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": codes.index(finding.code),
        "level": _LEVELS[finding.level],
        "message": {"text": shown_text(finding.said)},
        "partialFingerprints": {"usershiftFinding/v1": fingerprint},
    }
    found["locations"] = [{"physicalLocation": _place(finding, report)}]
    return found


def _place(finding: Finding, report: Report) -> dict[str, Any]:
    return {
        "artifactLocation": {
            "uri": quote(os.fsencode(path_of(finding, report))),
            "uriBaseId": "%SRCROOT%",
        },
        "region": {"startLine": max(finding.line, 1), "startColumn": max(finding.column, 1)},
    }
