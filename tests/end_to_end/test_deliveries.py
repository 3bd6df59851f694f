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


def test_one_commit_per_pass(old: Sample) -> None:
    old.usershift("--commit")
    assert status(old) == ""
    subjects = git(old.root, "log", "--format=%s", "main").decode().splitlines()
    assert len(subjects) > 5
    assert subjects[-1] == "As it was"
    committed = tree_of(old.root, "HEAD")
    git(
        old.root,
        "reset",
        "-q",
        "--hard",
        git(old.root, "rev-list", "--max-parents=0", "HEAD").decode().strip(),
    )
    old.usershift()
    assert written(old) == committed
    assert old.passes_its_tests()
