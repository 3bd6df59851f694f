"""One file through the pass, as `--strategy command` has it, with `--deploy` and without."""

from __future__ import annotations

import re
from pathlib import Path
from textwrap import dedent

from tests.pipeline import run_passes
from transformer.findings import Finding
from transformer.options import Options


def deployed(
    root: Path, path: str, text: str, *, deploy: bool = True, **files: str
) -> tuple[str, list[Finding]]:
    """The file after the pass, and what the pass says."""
    options = Options(strategy="command", deploy=deploy)
    done = run_passes(root, {**files, path: text}, "deploy", options=options)
    return done.text(path), done.findings


def check_edited(root: Path, path: str, before: str, after: str) -> None:
    """The file changes as given, nothing is left to say, and a second run does nothing."""
    done, findings = deployed(root, path, before)
    assert done == dedent(after)
    assert findings == []
    again, _ = deployed(root, path, done)
    assert again == done


def check_told(root: Path, path: str, text: str, *told: tuple[int, str]) -> None:
    """The file stays, and each of the calls is said: its line, and the command to add."""
    done, findings = deployed(root, path, text)
    assert done == dedent(text)
    found = {
        (finding.line, *re.findall(r"^Run `(.*)` before it", finding.remedy))
        for finding in findings
    }
    assert found == set(told)


def check_silent(root: Path, path: str, text: str) -> None:
    """There is nothing to do and nothing to say."""
    check_told(root, path, text)
