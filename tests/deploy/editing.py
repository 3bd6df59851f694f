"""One file through the pass, as `--strategy command --deploy` has it."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

from tests.pipeline import run_passes
from transformer.findings import Finding
from transformer.options import Options


def deployed(
    root: Path, path: str, text: str, suggested: bool = False, **files: str
) -> tuple[str, list[Finding]]:
    """The file after the pass, and what the pass says."""
    options = Options(strategy="command", deploy=True, suggested=suggested)
    done = run_passes(root, {**files, path: text}, "deploy", options=options)
    return done.text(path), done.findings


def check_edited(root: Path, path: str, before: str, after: str, suggested: bool = False) -> None:
    """The file changes as given, nothing is left to say, and a second run does nothing."""
    done, findings = deployed(root, path, before, suggested)
    assert done == dedent(after)
    assert suggested or findings == []
    again, _ = deployed(root, path, done, suggested)
    assert again == done


def check_told(root: Path, path: str, text: str, *lines: int, says: str = "adopt_users") -> None:
    """The file stays, and each of the lines is said, with the line to add."""
    done, findings = deployed(root, path, text)
    assert done == dedent(text)
    assert [finding.line for finding in findings] == list(lines)
    assert all(says in finding.remedy for finding in findings)


def check_silent(root: Path, path: str, text: str) -> None:
    """There is nothing to do and nothing to say."""
    check_told(root, path, text)
