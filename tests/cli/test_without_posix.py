"""What only POSIX has is taken away: static commands and delivery go on."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.called import git_project, plain_project
from tests.delivery.shapes import git

WITHOUT = """
import os, sys

for name in ("fcntl", "resource", "pwd", "grp"):
    sys.modules[name] = None
for name in ("fork", "forkpty", "sched_getaffinity", "posix_fallocate"):
    if hasattr(os, name):
        delattr(os, name)

sys.argv[0] = "usershift"
from usershift import main

main()
"""


def usershift(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", WITHOUT, *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (("--version",), 0),
        (("assess",), 0),
        (("migrate", "--dry-run"), 0),
        (("migrate", "--check"), 1),
        (("lint",), 1),
        (("sql",), 0),
        (("rules",), 0),
        (("explain", "US301"), 0),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_commands_that_write_nothing(
    tmp_path: Path, arguments: tuple[str, ...], status: int
) -> None:
    done = usershift(plain_project(tmp_path / "project"), *arguments)
    assert done.returncode == status, done.stderr


def test_delivery(tmp_path: Path) -> None:
    project = git_project(tmp_path / "project")
    for arguments in (
        ("migrate", "--patch", "../change.patch"),
        ("migrate", "--branch", "own"),
        ("migrate", "--commit"),
        ("finalize",),
    ):
        done = usershift(project, *arguments)
        assert done.returncode == 0, done.stderr
    assert (tmp_path / "change.patch").read_bytes().startswith(b"diff --git ")
    assert b"AUTH_USER_MODEL" in git(project, "show", "own:blog/models.py")
    assert b"AUTH_USER_MODEL" in git(project, "show", "HEAD:blog/models.py")
    assert b"adoption.py" in git(project, "status", "--porcelain")


def test_a_folder_that_is_held_is_left_alone(tmp_path: Path) -> None:
    project = plain_project(tmp_path / "project")
    script = WITHOUT.replace(
        "from usershift import main",
        "from filelock import FileLock\n"
        "lock = FileLock(os.path.join(os.getcwd(), 'usershift.lock'))\nlock.acquire()\n"
        "from usershift import main",
    )
    done = subprocess.run(
        [sys.executable, "-c", script, "migrate"],
        cwd=project,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 3
    assert "Another usershift is writing" in done.stderr
