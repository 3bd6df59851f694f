"""A real migration of a small repository, by passes that are made for the tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tests.delivery.shapes import repository
from transformer.codemod.passes import Outcome, Pass
from transformer.contents import Contents
from transformer.edits import Create, Rename, Rewrite, Splice
from transformer.findings import Finding, Level
from transformer.options import Options
from transformer.pipeline import Migration, run
from transformer.project import App, Project
from transformer.semantics import References
from transformer.tree import Tree

FILES = {
    "back/manage.py": b"import os\n",
    "back/blog/größe.py": b"".join(b"line %d\n" % n for n in range(40)) + b"last",
    "back/blog/binary.gz": b"\x1f\x8b\x00one\x00",
    "back/auth/list.html": b"<script>alert(1)</script>\n" * 9,
}


def settings_pass(
    project: Project, references: References, tree: Tree, options: Options
) -> Iterator[Outcome]:
    yield Create("users/models.py", b"class User: ...\n", "US201")
    yield replaced(tree, "manage.py", b"os", b"sys", "US101")


def references_pass(
    project: Project, references: References, tree: Tree, options: Options
) -> Iterator[Outcome]:
    yield replaced(tree, "blog/größe.py", b"line 2\n", b"line 2\n<more>\n", "US301")
    yield replaced(tree, "blog/größe.py", b"line 30\n", b"line thirty\n", "US310")
    yield replaced(tree, "blog/binary.gz", b"one", b"two", "US701")
    yield Rename("auth/list.html", "users/list.html", "US601")
    yield Finding("US310", Level.REVIEW, "blog/größe.py", 32, 5, "Look, 100%: here.", "Do it.")
    yield Finding("US301", Level.TODO, "blog/größe.py", 3, 1, "Several\nlines.", "Write [this].")
    yield Finding("US902", Level.NOTE, "", 0, 0, "Of the whole <project>.")


PASSES = (
    Pass("settings", "Add the users app", settings_pass),
    Pass("references", "Rewrite the references", references_pass),
)


def replaced(tree: Tree, path: str, old: bytes, new: bytes, rule: str) -> Rewrite:
    start = tree.read(path).index(old)
    return Rewrite(path, (Splice(start, start + len(old), new, rule),))


def project_in(root: Path, top: Path | None) -> Project:
    files = tuple(sorted(p.relative_to(root).as_posix() for p in root.rglob("*") if p.is_file()))
    apps = (App("blog", "blog", "blog"),)
    return Project(Contents(root), "blog project", "manage.py", (), None, apps, files, git_root=top)


def migration(folder: Path, passes: tuple[Pass, ...] = PASSES) -> Migration:
    """A project in the sub-folder ``back`` of a repository."""
    top = repository(folder, FILES)
    return run(project_in(top / "back", top), Options(), passes)
