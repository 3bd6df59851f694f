"""Files that are left as they are because their edits do not pass the guards."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.projects import project_at, write_files
from transformer.codemod.engine import rewrite
from transformer.codemod.file import File
from transformer.codemod.rules import Rule, Ruleset, Safe
from transformer.edits import Rewrite
from transformer.findings import Finding, Level
from transformer.options import Options
from transformer.semantics import References
from transformer.tree import Tree


def outcomes(root: Path, replacement: str) -> list[Rewrite | Finding]:
    """What becomes of two files in which a rule writes ``replacement`` for every number."""
    write_files(root, {"a.py": "x = 1\n", "b.py": "x = y\n"})
    rule = Rule(__name__, "US999", "numbers", Level.REVIEW)

    @rule.on(ast.Assign)
    def replace(node: ast.Assign, file: File) -> None:
        if isinstance(node.value, ast.Constant):
            file.report(rule, node.value, edit=Safe(replacement))

    project = project_at(root)
    references = References(project, Tree(root, project.files))
    return list(rewrite(["a.py", "b.py"], Ruleset((rule,)), references, Options()))


@pytest.mark.parametrize(
    ("replacement", "message"),
    [("(", "would not parse"), ("2", "A second run would change this file again (US999).")],
)
def test_edits_that_do_not_pass_a_guard_are_not_made(
    tmp_path: Path, replacement: str, message: str
) -> None:
    [finding] = outcomes(tmp_path, replacement)
    assert isinstance(finding, Finding)
    assert (finding.code, finding.level, finding.path) == ("US902", Level.TODO, "a.py")
    assert message in finding.message
    assert finding.line == 1


def test_edits_that_pass_are_made(tmp_path: Path) -> None:
    [rewritten] = outcomes(tmp_path, "y")
    assert isinstance(rewritten, Rewrite)
