"""Runs the pass for references on one file."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

from tests.pipeline import run_passes
from transformer.options import Options


def rewritten(
    root: Path, source: bytes, path: str = "blog/views.py", options: Options | None = None
) -> bytes:
    done = run_passes(root, {path: source}, "references", options=options)
    assert done.findings == [], done.findings
    return done.tree.read(path)


def check(root: Path, before: str, after: str, path: str = "blog/views.py") -> None:
    assert rewritten(root, dedent(before).encode(), path).decode() == dedent(after)
