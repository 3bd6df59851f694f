"""Terminals and folders that are not as one would like them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.called import git_project, usershift
from tests.delivery.shapes import git

# What `chmod` would do, if the tests did not run as root.
NOT_READABLE = """
import os
real = os.access
os.access = lambda path, mode: not str(path).endswith("blog/models.py") and real(path, mode)
"""
NOT_WRITABLE = """
from pathlib import Path
real = Path.mkdir

def mkdir(self, *args, **kwargs):
    if self.name == "usershift":
        raise PermissionError(13, "Permission denied", str(self))
    return real(self, *args, **kwargs)

Path.mkdir = mkdir
"""
ASCII = """
import sys
for stream in (sys.stdout, sys.stderr):
    stream.reconfigure(encoding="ascii", errors="strict")
"""


@pytest.mark.parametrize("command", ["assess", "migrate", "lint"])
def test_a_file_that_may_not_be_read_is_named(tmp_path: Path, command: str) -> None:
    done = usershift(git_project(tmp_path / "project"), command, before=NOT_READABLE)
    assert "blog/models.py" in done.stderr + done.stdout
    assert "US905" in done.stderr + done.stdout


def test_every_file_may_be_read(tmp_path: Path) -> None:
    assert "US905" not in usershift(git_project(tmp_path / "project"), "assess").stdout


@pytest.mark.parametrize("way", [[], ["--commit"]])
def test_a_repository_that_may_not_be_written_to(tmp_path: Path, way: list[str]) -> None:
    project = git_project(tmp_path / "project")
    done = usershift(project, "migrate", *way, before=NOT_WRITABLE)
    assert done.returncode == 3
    assert ".git/usershift could not be written: Permission denied." in done.stderr
    assert not (project / "users").exists()


@pytest.mark.parametrize("args", [["explain", "US301"], ["rules"], ["migrate", "-n"], ["--help"]])
def test_a_terminal_without_other_letters(tmp_path: Path, args: list[str]) -> None:
    done = usershift(git_project(tmp_path / "project"), *args, before=ASCII)
    assert done.returncode == 0, done.stderr
    assert "\\x" not in done.stdout + done.stderr


def test_the_letters_of_a_person_stay_to_be_told(tmp_path: Path) -> None:
    done = usershift(git_project(tmp_path / "größe"), "assess", before=ASCII)
    assert done.returncode == 0
    assert "gr\\xf6\\xdfe" in done.stdout


def test_a_bare_repository_has_no_files_to_migrate(tmp_path: Path) -> None:
    git(git_project(tmp_path / "project"), "clone", "-q", "--bare", ".", str(tmp_path / "bare.git"))
    for command in ("assess", "migrate"):
        done = usershift(tmp_path / "bare.git", command)
        assert done.returncode == 3
        assert "is a bare repository" in done.stderr
        assert "Clone it" in done.stderr
