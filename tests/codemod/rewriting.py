"""Runs the pass for references on one file."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

from tests.projects import project_at
from transformer.findings import Finding
from transformer.options import Options
from transformer.passes.references import PASS
from transformer.semantics import References
from transformer.tree import Tree


def rewritten(root: Path, source: bytes, path: str = "blog/views.py") -> bytes:
    target = root / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(source)
    project = project_at(root)
    tree = Tree(root, project.files)
    tree.begin("references")
    for outcome in PASS.run(project, References(project, tree), tree, Options()):
        assert not isinstance(outcome, Finding), outcome
        tree.apply(outcome)
    return tree.read(path)


def check(root: Path, before: str, after: str, path: str = "blog/views.py") -> None:
    assert rewritten(root, dedent(before).encode(), path).decode() == dedent(after)
