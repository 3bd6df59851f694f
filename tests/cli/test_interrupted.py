from __future__ import annotations

import signal
from pathlib import Path

import pytest

from tests.cli.called import STOPPED, WITH_PASS, git_project, plain_project, usershift
from tests.delivery.shapes import git, snapshot


@pytest.fixture(params=["git", "plain"])
def project(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    make = git_project if request.param == "git" else plain_project
    return make(tmp_path / "project")


def test_ctrl_c_while_the_passes_run(project: Path) -> None:
    before = snapshot(project)
    interrupting = WITH_PASS.format(body="os.kill(os.getpid(), signal.SIGINT)")
    done = usershift(project, "migrate", before=interrupting)
    assert done.returncode == 130
    assert "Traceback" not in done.stderr
    assert snapshot(project) == before


@pytest.mark.parametrize(("name", "status"), [("SIGINT", 130), ("SIGTERM", 143), ("SIGHUP", 129)])
def test_a_signal_between_two_files(project: Path, name: str, status: int) -> None:
    before = snapshot(project)
    done = usershift(project, "migrate", before=STOPPED.format(signal=name))
    assert done.returncode == status
    assert "Traceback" not in done.stderr
    assert snapshot(project) == before


def test_a_terminal_that_closes_does_not_end_what_ignores_it(project: Path) -> None:
    """As `nohup` has it."""
    ignoring = "import signal\nsignal.signal(signal.SIGHUP, signal.SIG_IGN)\n"
    done = usershift(project, "migrate", before=ignoring + STOPPED.format(signal="SIGHUP"))
    assert done.returncode == 0, done.stderr
    assert b"settings.AUTH_USER_MODEL" in (project / "blog/models.py").read_bytes()


def test_after_a_kill_the_next_run_finishes(project: Path) -> None:
    killed = usershift(project, "migrate", before=STOPPED.format(signal="SIGKILL"))
    assert killed.returncode == -signal.SIGKILL
    done = usershift(project, "migrate")
    assert done.returncode == 0, done.stderr
    assert "An earlier run was interrupted" in done.stderr
    assert b"settings.AUTH_USER_MODEL" in (project / "blog/models.py").read_bytes()
    assert not [path for path in snapshot(project) if "usershift" in path]


def test_after_a_kill_undo_puts_all_back(project: Path) -> None:
    before = snapshot(project)
    usershift(project, "migrate", before=STOPPED.format(signal="SIGKILL"))
    assert snapshot(project) != before
    done = usershift(project, "migrate", "--undo")
    assert done.returncode == 0
    assert "were put back" in done.stderr
    assert snapshot(project) == before


def test_undo_without_an_interrupted_run(project: Path) -> None:
    done = usershift(project, "migrate", "--undo")
    assert done.returncode == 0
    assert "No interrupted run" in done.stderr


def test_after_a_kill_a_dry_run_is_refused(project: Path) -> None:
    usershift(project, "migrate", before=STOPPED.format(signal="SIGKILL"))
    before = snapshot(project)
    done = usershift(project, "migrate", "--dry-run")
    assert done.returncode == 3
    assert "--undo" in done.stderr
    assert snapshot(project) == before


def test_a_killed_commit_is_taken_back(tmp_path: Path) -> None:
    project = git_project(tmp_path / "project")
    head = git(project, "rev-parse", "HEAD")
    killed = usershift(project, "migrate", "--commit", before=STOPPED.format(signal="SIGKILL"))
    assert killed.returncode == -signal.SIGKILL
    usershift(project, "migrate", "--undo")
    assert git(project, "rev-parse", "HEAD") == head
    assert git(project, "status", "--porcelain") == b""
