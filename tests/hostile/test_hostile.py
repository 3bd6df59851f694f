"""No way of a hostile project leaves its mark, or changes anything outside the project."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from tests.cli.called import usershift
from tests.delivery.shapes import lay, repository, snapshot
from tests.hostile.ways import ALONE, OUTSIDE, PROJECT, WAYS, Hostile
from tests.results import record

READING = (
    ["assess"],
    ["lint", "."],
    ["assess", "blog"],
    ["lint", "blog"],
    ["migrate", "blog", "--dry-run"],
    ["migrate", "--dry-run", "--format", "github", "--strategy", "command", "--deploy"],
    ["migrate", "--patch", "PATCH", "--report", "PAGE", "--runbook", "BOOK"],
)
WRITING = (
    ["migrate"],
    ["migrate", "--allow-dirty", "--deploy", "--suggested"],
    ["migrate", "--branch", "new"],
    ["migrate", "--commit", "--no-verify"],
)
# Waits shorter for a git that waits for a pipe, is ended where it waits itself, and keeps what is
# made on the way in the test.
BEFORE = """
import os, signal, tempfile
signal.alarm(120)
from transformer import git
git._SECONDS = 0.5
tempfile.tempdir = os.environ["TMPDIR"]
"""
OBEYED = {"\x1b", "\x07", "\x9b"}


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return repository(tmp_path_factory.mktemp("original") / "project", PROJECT)


def prepared(original: Path, folder: Path, *names: str) -> Hostile:
    """A fresh copy, with everything that somebody would not want to be touched beside it."""
    outside = folder / "outside"
    lay(outside, OUTSIDE)
    shutil.copytree(original, outside / "theirs", symlinks=True)
    (folder / "tmp").mkdir()
    project = Path(shutil.copytree(original, folder / "project", symlinks=True))
    hostile = Hostile(project, outside, folder / "mark")
    for name in names:
        WAYS[name](replace(hostile, name=name))
    # git may have run it already while the way was prepared.
    hostile.mark.unlink(missing_ok=True)
    return hostile


def called(hostile: Hostile, command: list[str]) -> subprocess.CompletedProcess[str]:
    places = {name: str(hostile.mark.with_name(name)) for name in ("PATCH", "PAGE", "BOOK")}
    words = [places.get(word, word) for word in command]
    home = str(hostile.outside / "home")
    environment = {
        "GNUPGHOME": str(hostile.mark.with_name("tmp")),
        "HOME": home,
        "XDG_CONFIG_HOME": home,
        "TMPDIR": str(hostile.mark.with_name("tmp")),
        **hostile.environment,
    }
    if "PYTHONPATH" not in environment:
        return usershift(hostile.project, *words, env=environment, before=BEFORE)
    return subprocess.run(
        [sys.executable, "-m", "usershift", *words],
        cwd=hostile.project,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=120,
    )


def check(hostile: Hostile, command: list[str], before: object) -> subprocess.CompletedProcess[str]:
    done = called(hostile, command)
    said = f"{command}: {done.stderr}"
    assert not hostile.mark.exists(), f"{said}\n{hostile.mark.read_text()}"
    assert snapshot(hostile.outside) == before, said
    assert done.returncode in (0, 1, 2, 3), said
    assert "hunter2" not in done.stdout + done.stderr
    for path in ("PAGE", "BOOK", "PATCH"):
        report = hostile.mark.with_name(path)
        assert not report.exists() or b"hunter2" not in report.read_bytes()
    assert not OBEYED & {*done.stderr}
    assert command[-1] == "github" or not OBEYED & {*done.stdout}
    return done


def test_the_hostile_project(original: Path, tmp_path: Path) -> None:
    """All ways that leave usershift anything to do, in one project: it does its work on it."""
    names = [name for name in WAYS if name not in ALONE]
    assert len(names) >= 40
    for number, command in enumerate((*READING, *WRITING)):
        hostile = prepared(original, tmp_path / str(number), *names)
        assert len([*hostile.mark.parent.glob("leave-a-mark-*")]) >= 25
        done = check(hostile, command, snapshot(hostile.outside))
        assert done.returncode in (0, 1), done.stderr
    record("ways", "ways together in one hostile project, with every command", len(names))


@pytest.mark.parametrize("name", ALONE)
def test_refusing(original: Path, tmp_path: Path, name: str) -> None:
    """Here most commands have to say no."""
    hostile = prepared(original, tmp_path, name)
    check(hostile, ["migrate", "--branch", "new"], snapshot(hostile.outside))


@pytest.mark.soak
def test_every_way_with_every_command(original: Path, tmp_path: Path) -> None:
    commands = 0
    for name in WAYS:
        hostile = prepared(original, tmp_path / name, name)
        before, files = snapshot(hostile.outside), snapshot(hostile.project)
        for command in READING:
            check(hostile, command, before)
        assert snapshot(hostile.project) == files, name
        for number, command in enumerate(WRITING):
            hostile = prepared(original, tmp_path / f"{name}-{number}", name)
            check(hostile, command, snapshot(hostile.outside))
        commands += len(READING) + len(WRITING)
        shutil.rmtree(tmp_path / name)
    record("ways", "ways of a hostile project, each on its own", len(WAYS))
    record("ways", "commands that were run on them", commands)
