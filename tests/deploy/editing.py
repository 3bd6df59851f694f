"""One file through the pass, as `--strategy command --deploy` has it."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

from tests.projects import project_at, write_files
from transformer.findings import Finding
from transformer.options import Options
from transformer.semantics import References
from transformer.strategies.deploy import PASS
from transformer.tree import Tree


def deployed(
    root: Path, path: str, text: str, suggested: bool = False, **files: str
) -> tuple[str, list[Finding]]:
    """The file after the pass, and what the pass says."""
    write_files(root, {**files, path: text})
    project = project_at(root)
    tree = Tree(root, project.files)
    tree.begin(PASS.name)
    options = Options(strategy="command", deploy=True, suggested=suggested)
    findings = []
    for outcome in PASS.run(project, References(project, tree), tree, options):
        if isinstance(outcome, Finding):
            findings.append(outcome)
        else:
            tree.apply(outcome)
    return tree.read(path).decode(), findings


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
