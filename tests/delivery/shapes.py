"""Repositories to deliver into, and what to ask of them afterwards."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from pathlib import Path

from transformer.edits import Create, Rename, Rewrite, Splice
from transformer.tree import Tree


def git(folder: Path, *args: str, stdin: bytes = b"") -> bytes:
    done = subprocess.run(["git", *args], cwd=folder, input=stdin, capture_output=True, check=False)
    assert done.returncode == 0, f"git {args}: {done.stderr.decode(errors='replace')}"
    return done.stdout


def lay(folder: Path, files: Mapping[str, bytes]) -> None:
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)


def repository(folder: Path, files: Mapping[str, bytes]) -> Path:
    """A repository whose one commit holds the files, with a committer of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    git(folder, "init", "-q", "-b", "main")
    git(folder, "config", "user.name", "A Developer")
    git(folder, "config", "user.email", "developer@example.org")
    lay(folder, files)
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "As it was")
    return folder


def tree_of(root: Path) -> Tree:
    """All files below ``root`` that are not git's own."""
    found = (p.relative_to(root) for p in root.rglob("*") if p.is_file())
    return Tree(root, [p.as_posix() for p in found if p.parts[0] != ".git"])


def edit(tree: Tree, path: str, old: bytes, new: bytes, rule: str = "US301") -> None:
    start = tree.read(path).index(old)
    tree.apply(Rewrite(path, (Splice(start, start + len(old), new, rule),)))


def create(tree: Tree, path: str, content: bytes = b"created\n") -> None:
    tree.apply(Create(path, content, "US201"))


def move(tree: Tree, path: str, to: str) -> None:
    tree.apply(Rename(path, to, "US601"))


def snapshot(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Every file below ``folder``, the repository's own included: bytes and mode."""
    return {
        p.relative_to(folder).as_posix(): (p.read_bytes(), p.stat().st_mode)
        for p in folder.rglob("*")
        if p.is_file()
    }
