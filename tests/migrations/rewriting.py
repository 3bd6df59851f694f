"""One migration through the migrations pass."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

from tests.projects import project_at, write_files
from transformer.findings import Finding
from transformer.options import Options
from transformer.pipeline import chosen_passes, run

PATH = "blog/migrations/0002_more.py"


def rewritten(
    root: Path, source: str, path: str = PATH, options: Options | None = None, **others: str
) -> tuple[str, list[Finding]]:
    """The text of a migration after the pass, and what is said of it.

    ``others`` are files of the app ``blog``: their path below it, without ``.py``, with ``__`` for
    a slash.
    """
    files = {f"blog/{name.replace('__', '/')}.py": text for name, text in others.items()}
    write_files(root, {"blog/__init__.py": "", "blog/models.py": "", **files})
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_bytes(dedent(source).encode())
    passes = chosen_passes(only=("migrations",))
    done = run(project_at(root), options or Options(), passes)
    return done.tree.read(path).decode(), list(done.findings)
