"""The same result, whichever way it is delivered."""

from __future__ import annotations

import subprocess
from pathlib import Path

from tests.delivery.shapes import git
from tests.end_to_end.samples import Sample


def tree_of(root: Path, revision: str) -> str:
    return git(root, "rev-parse", f"{revision}^{{tree}}").decode().strip()


def written(sample: Sample) -> str:
    """The tree that git would commit now."""
    git(sample.root, "add", "-A")
    return git(sample.root, "write-tree").decode().strip()


def status(sample: Sample) -> str:
    return git(sample.root, "status", "--porcelain").decode()


def test_the_diff_applies_and_is_what_is_written(old: Sample) -> None:
    diff = old.usershift("--dry-run")
    assert status(old) == ""
    done = subprocess.run(
        ["git", "apply", "--check", "-"], cwd=old.root, input=diff.encode(), check=False
    )
    assert done.returncode == 0
    git(old.root, "apply", "--index", "-", stdin=diff.encode())
    applied = written(old)
    git(old.root, "reset", "-q", "--hard")
    assert old.usershift() == ""
    assert written(old) == applied


def test_the_branch_leaves_the_working_tree_alone(old: Sample) -> None:
    head = tree_of(old.root, "HEAD")
    old.usershift("--branch", "own-user")
    assert status(old) == ""
    assert tree_of(old.root, "HEAD") == head
    assert not (old.root / "users").exists()
    git(old.root, "checkout", "-q", "own-user")
    assert old.passes_its_tests()


def test_every_commit_works(old: Sample) -> None:
    old.usershift("--commit")
    assert status(old) == ""
    names = git(old.root, "rev-list", "--reverse", "main").decode().split()
    assert len(names) == 4
    committed = tree_of(old.root, "HEAD")
    for name in names[1:]:
        git(old.root, "checkout", "-q", name)
        works(old)
    git(old.root, "checkout", "-q", "main")
    git(old.root, "reset", "-q", "--hard", names[0])
    old.usershift()
    assert written(old) == committed


def test_what_prepares_works_with_the_old_model_in_place(old: Sample) -> None:
    old.usershift("--stage", "prepare", "--branch", "prepare")
    git(old.root, "checkout", "-q", "prepare")
    assert b"AUTH_USER_MODEL =" not in git(old.root, "grep", "-h", "AUTH_USER_MODEL", "--", "*.py")
    works(old)
    rest = old.usershift("--stage", "switch", "--dry-run")
    assert "+AUTH_USER_MODEL" in rest
    assert old.usershift("--stage", "prepare", "--dry-run") == ""
    old.usershift("--stage", "switch")
    works(old)


def works(sample: Sample) -> None:
    """Every database of a commit is that of its migrations, and its tests pass."""
    sample.manage("check")
    sample.manage("makemigrations", "--check", "--dry-run")
    assert sample.passes_its_tests()
