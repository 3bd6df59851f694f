"""A full disk: all is delivered or nothing, and what is said of it is true."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.called import FILES, usershift
from tests.delivery.shapes import git, repository, snapshot

MORE = {f"blog/views{n:02}.py": FILES["blog/models.py"] + b"# more\n" * 600 for n in range(12)}


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A small disk of its own."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=3m", "none", str(folder)]
    if subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("only root may mount a file system")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def state(project: Path) -> tuple[object, ...]:
    files = {p: c for p, c in snapshot(project).items() if not p.startswith(".git/")}
    return files, git(project, "for-each-ref"), git(project, "ls-files", "-s")


def fill(disk: Path, left: int) -> None:
    """Leave so many bytes free."""
    free = os.statvfs(disk)
    size = free.f_bavail * free.f_bsize - left
    with (disk / "ballast").open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, size)


@pytest.mark.parametrize(
    "way", [[], ["--commit"], ["--commit", "--no-verify"], ["--branch", "new"]], ids=" ".join
)
def test_with_so_much_left(disk: Path, tmp_path: Path, way: list[str]) -> None:
    """From too little for the journal to enough for all: each state is the old or the new one."""
    original = repository(tmp_path / "original", {**FILES, **MORE})
    seen = set()
    for left in range(0, 600_000, 40_000):
        shutil.rmtree(disk / "project", ignore_errors=True)
        (disk / "ballast").unlink(missing_ok=True)
        project = Path(shutil.copytree(original, disk / "project"))
        git(project, "update-index", "-q", "--refresh")
        before = state(project)
        fill(disk, left)
        report = tmp_path / "report.json"
        done = usershift(project, "migrate", *way, "--format", "json", "--output", report)
        (disk / "ballast").unlink()
        seen.add(done.returncode)
        if done.returncode == 3:
            assert state(project) == before, left
            assert "fault" not in done.stderr
        elif done.returncode == 4:
            assert "--undo" in done.stderr, done.stderr
            assert usershift(project, "migrate", "--undo").returncode == 0
            assert state(project) == before, left
        else:
            assert done.returncode == 0, done.stderr
            assert state(project) != before, left
        leftover = [p for p in snapshot(project) if "usershift" in p or p.endswith(".lock")]
        assert leftover == [], left
        assert b"settings.AUTH_USER_MODEL" not in (project / "blog/models.py").read_bytes() or (
            done.returncode == 0
        )
    assert {0, 3} <= seen


def test_a_report_with_no_space_is_refused_before(disk: Path, tmp_path: Path) -> None:
    project = repository(tmp_path / "project", {**FILES, **MORE})
    before = state(project)
    fill(disk, 0)
    done = usershift(project, "migrate", "--report", disk / "page.html")
    assert done.returncode == 2
    assert "page.html cannot be written: No space left on device." in done.stderr
    assert state(project) == before
    assert not (disk / "page.html").exists()
