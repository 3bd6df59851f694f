"""What tells code hosts that a finding is the same as one of yesterday."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator

from transformer.findings import Finding
from transformer.report.model import Report


def fingerprinted(report: Report) -> Iterator[tuple[Finding, str]]:
    """Each finding with what stays the same when lines above it come and go."""
    seen: Counter[tuple[str, ...]] = Counter()
    for finding in report.findings:
        key = (finding.code, report.prefix + finding.path, _text(finding, report))
        seen[key] += 1
        text = "\0".join((*key, str(seen[key])))
        yield finding, hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def path_of(finding: Finding, report: Report) -> str:
    """Its file from the top of the repository; code hosts drop a result without a place.

    What is about the project stands at manage.py.
    """
    path = finding.path or (report.project and report.project.manage) or "."
    return report.prefix + path


def _text(finding: Finding, report: Report) -> str:
    if report.project is None or not finding.line:
        return finding.message
    try:
        content = report.finished.get(finding.path)
        if content is None:
            content = (report.project.root / finding.path).read_bytes()
        lines = content.splitlines()
        return lines[finding.line - 1].strip().decode("utf-8", "replace")
    except (OSError, IndexError):
        return finding.message
