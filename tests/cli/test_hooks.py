"""`--commit` while hooks run: interrupted, killed, and with somebody who saves meanwhile."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli.called import git_project, usershift
from tests.delivery.shapes import git, snapshot


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return git_project(tmp_path / "project")


def hook(project: Path, script: str, name: str = "pre-commit") -> None:
    path = project / ".git/hooks" / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)


def state(project: Path) -> tuple[object, ...]:
    files = {p: c for p, c in snapshot(project).items() if not p.startswith(".git/")}
    return files, git(project, "for-each-ref"), git(project, "ls-files", "-s")


def locks(project: Path) -> list[Path]:
    return list((project / ".git").rglob("*.lock"))


def begun(project: Path) -> tuple[subprocess.Popen[bytes], int]:
    """A run whose hook waits, and the process of that hook."""
    told = project.parent / "hook"
    hook(project, f"echo $$ > '{told}.new'; mv '{told}.new' '{told}'; exec sleep 600")
    command = [sys.executable, "-m", "usershift", "migrate", "--commit"]
    process = subprocess.Popen(
        command, cwd=project, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    while not told.exists():
        assert process.poll() is None, process.communicate()[1]
        time.sleep(0.02)
    return process, int(told.read_text())


def gone(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    return False


def wait_for(condition: object) -> None:
    for _ in range(1000):
        if callable(condition) and condition():
            return
        time.sleep(0.02)
    raise AssertionError("it did not happen")


@pytest.mark.parametrize(("number", "status"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_a_signal_while_a_hook_runs(project: Path, number: int, status: int) -> None:
    before = state(project)
    process, hook_process = begun(project)
    assert locks(project)
    process.send_signal(number)
    assert process.wait() == status
    assert state(project) == before
    assert locks(project) == []
    assert not (project / ".git/usershift").exists()
    wait_for(lambda: gone(hook_process))


@pytest.mark.parametrize("args", [["migrate", "--undo"], ["migrate", "--commit", "--no-verify"]])
def test_all_killed_while_a_hook_runs(project: Path, args: list[str]) -> None:
    before = state(project)
    process, hook_process = begun(project)
    process.kill()
    os.killpg(os.getpgid(hook_process), signal.SIGKILL)
    process.wait()
    wait_for(lambda: gone(hook_process))
    assert locks(project)
    assert state(project) != before
    done = usershift(project, *args)
    assert done.returncode == 0, done.stderr
    assert locks(project) == []
    if "--undo" in args:
        assert state(project) == before
    else:
        assert git(project, "status", "--porcelain") == b""
        assert len(git(project, "log", "--format=%s").splitlines()) > 2


def test_a_git_that_outlives_the_run(project: Path) -> None:
    """Nothing is taken from under it."""
    before = state(project)
    process, hook_process = begun(project)
    process.kill()
    process.wait()
    standing = state(project)
    done = usershift(project, "migrate", "--undo")
    assert done.returncode == 3
    assert "a git may still be at work" in done.stderr
    assert state(project) == standing
    os.killpg(os.getpgid(hook_process), signal.SIGTERM)
    wait_for(lambda: gone(hook_process) and not locks(project))
    done = usershift(project, "migrate", "--undo")
    assert done.returncode == 0, done.stderr
    assert state(project) == before


@pytest.mark.parametrize("way", [["--commit"], ["--commit", "--no-verify"]], ids=" ".join)
def test_a_lock_of_somebody_else_stays(project: Path, way: list[str]) -> None:
    before = state(project)
    lock = project / ".git/index.lock"
    lock.write_bytes(b"")
    os.utime(lock, (1, 1))
    done = usershift(project, "migrate", *way)
    assert done.returncode == 3
    assert "index.lock" in done.stderr
    assert lock.exists()
    lock.unlink()
    assert state(project) == before
    assert usershift(project, "migrate", *way).returncode == 0


def test_what_is_saved_while_a_hook_runs_is_not_overwritten(project: Path) -> None:
    """A file that a later commit would change."""
    head = git(project, "rev-parse", "HEAD")
    hook(project, "echo '# mine' >> site1/settings.py")
    done = usershift(project, "migrate", "--commit")
    assert done.returncode == 3, done.stderr
    assert "site1/settings.py was changed by someone else, or by a hook" in done.stderr
    assert b"# mine\n" in (project / "site1/settings.py").read_bytes()
    assert git(project, "rev-parse", "HEAD") == head
    assert git(project, "status", "--porcelain") == b" M site1/settings.py\n"


def test_what_is_saved_over_a_file_of_ours_is_kept(project: Path) -> None:
    """The run has written the file, and puts it back: the other version is named."""
    before = state(project)
    hook(project, "echo '# mine' >> blog/models.py; exit 1")
    done = usershift(project, "migrate", "--commit")
    assert done.returncode == 3
    found = re.search(r"What was written to the files meanwhile is kept in (\S+)\.", done.stderr)
    assert found
    kept = (Path(found[1]) / "blog/models.py").read_bytes()
    shutil.rmtree(found[1])
    assert b"AUTH_USER_MODEL" in kept
    assert kept.endswith(b"# mine\n")
    assert state(project) == before


def test_a_hook_that_formats_and_adds(project: Path) -> None:
    """What it changed is committed, and the next commits go on from there."""
    hook(project, 'for f in $(git diff --cached --name-only -- "*.py"); do echo "# $f" >> $f; done;'
         " git add -u")  # fmt: skip
    done = usershift(project, "migrate", "--commit")
    assert done.returncode == 0, done.stderr
    assert b"# site1/settings.py" in git(project, "show", "HEAD:site1/settings.py")
    assert b"AUTH_USER_MODEL" in git(project, "show", "HEAD:site1/settings.py")


@pytest.mark.parametrize(
    "name", ["commit-msg", "post-commit", "prepare-commit-msg", "reference-transaction"]
)
def test_hooks_run_by_choice_only(project: Path, name: str) -> None:
    hook(project, f"echo ran >> '{project.parent}/mark'", name)
    usershift(project, "migrate", "--commit", "--no-verify")
    assert not (project.parent / "mark").exists()
    first = git(project, "rev-list", "--max-parents=0", "HEAD").decode().strip()
    git(project, "reset", "-q", "--hard", first)
    (project.parent / "mark").unlink(missing_ok=True)
    usershift(project, "migrate", "--commit")
    assert (project.parent / "mark").exists()
