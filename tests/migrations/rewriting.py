"""One migration through the migrations pass."""

from __future__ import annotations

from pathlib import Path

from tests.pipeline import run_passes
from transformer.findings import Finding
from transformer.options import Options

PATH = "blog/migrations/0002_more.py"


def rewritten(
    root: Path, source: str, path: str = PATH, options: Options | None = None, **others: str
) -> tuple[str, list[Finding]]:
    """The text of a migration after the pass, and what is said of it.

    ``others`` are files of the app ``blog``: their path below it, without ``.py``, with ``__`` for
    a slash.
    """
    files = {f"blog/{name.replace('__', '/')}.py": text for name, text in others.items()}
    app = {"blog/__init__.py": "", "blog/models.py": ""}
    done = run_passes(root, {**app, **files, path: source}, "migrations", options=options)
    return done.text(path), done.findings
