"""What only POSIX has is taken away: static commands and delivery go on."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.called import git_project, plain_project
from tests.delivery.shapes import git

WITHOUT = """
import os, signal, sys

for name in ("fcntl", "resource", "pwd", "grp", "termios"):
    sys.modules[name] = None
for name in (
    *("fork", "forkpty", "sched_getaffinity", "posix_fallocate", "set_blocking"),
    *("O_NOFOLLOW", "O_DIRECTORY", "O_NONBLOCK", "O_CLOEXEC", "fchmod", "fchown", "chown"),
    *("getuid", "geteuid", "getgid", "getegid", "killpg", "getpgid", "setsid", "mkfifo", "uname"),
):
    if hasattr(os, name):
        delattr(os, name)
for name in ("SIGKILL", "SIGHUP", "SIGCHLD", "pthread_sigmask"):
    if hasattr(signal, name):
        delattr(signal, name)


def without_folders(real):
    def call(*arguments, **named):
        for name in ("dir_fd", "src_dir_fd", "dst_dir_fd"):
            if named.pop(name, None) is not None:
                raise NotImplementedError(f"{name} unavailable on this platform")
        return real(*arguments, **named)

    return call


for real in os.supports_dir_fd | {os.lstat, os.replace}:
    setattr(os, real.__name__, without_folders(real))
os.supports_dir_fd = os.supports_fd = set()


def rename(source, to):
    if os.path.lexists(to):
        raise FileExistsError(17, "File exists", to)
    os.replace(source, to)


os.rename = rename

sys.argv[0] = "usershift"
from usershift import main

main()
"""


# Stops in the middle of the delivery, after the journal and the first files.
STOPPED = """
calls = 0

def replace(*args, **named):
    global calls
    calls += 1
    if calls == 4:
        os._exit(9)
    return real(*args, **named)

os.replace = replace
"""


def usershift(
    folder: Path, *arguments: str, script: str = WITHOUT
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", script, *arguments],
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
        (("verify",), 2),
        (("batch", "fleet.toml"), 2),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_commands_that_write_nothing(
    tmp_path: Path, arguments: tuple[str, ...], status: int
) -> None:
    done = usershift(plain_project(tmp_path / "project"), *arguments)
    assert done.returncode == status, done.stderr
    assert ("on Linux and macOS only" in done.stderr) == (status == 2)


def test_the_working_tree_and_back(tmp_path: Path) -> None:
    project = git_project(tmp_path / "project")
    done = usershift(project, "migrate")
    assert done.returncode == 0, done.stderr
    assert b"users/" in git(project, "status", "--porcelain")
    assert not list(project.rglob("*usershift*"))
    git(project, "reset", "-q", "--hard")
    git(project, "clean", "-fdq")
    # A kill in the middle, and what undoes it.
    stopped = WITHOUT.replace("sys.argv[0]", "real = os.replace\n" + STOPPED + "\nsys.argv[0]")
    done = usershift(project, "migrate", script=stopped)
    assert done.returncode == 9, done.stderr
    assert git(project, "status", "--porcelain") != b""
    # Windows lets go of what a process held that has ended; a lock by name alone stays.
    (project / ".git/usershift.lock").unlink()
    undone = usershift(project, "migrate", "--undo")
    assert undone.returncode == 0, undone.stderr
    assert git(project, "status", "--porcelain") == b""


def test_a_write_that_fails_is_rolled_back(tmp_path: Path) -> None:
    project = git_project(tmp_path / "project")
    failing = STOPPED.replace("os._exit(9)", 'raise PermissionError(13, "In use", args[1])')
    script = WITHOUT.replace("sys.argv[0]", "real = os.replace\n" + failing + "\nsys.argv[0]")
    done = usershift(project, "migrate", script=script)
    assert done.returncode == 3
    assert "Every file is as it was." in " ".join(done.stderr.split())
    assert git(project, "status", "--porcelain") == b""


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
