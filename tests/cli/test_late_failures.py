"""What fails late is found out early, and what is said about it is true."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.called import WITH_PASS, git_project, plain_project, usershift
from tests.delivery.shapes import git, lay, snapshot

NAMED = WITH_PASS.format(
    body='yield Finding("US901", Level.TODO, "blog/na\\udcefve.py", 1, 1, "na\\udcefve.", "Do.")'
)
UNRENDERED = """
from transformer.report import {module}
def render(*args):
    raise RuntimeError("an odd thing")
{module}.render = render
"""
WRITING = [[], ["--commit"], ["--commit", "--no-verify"], ["--branch", "new"]]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return git_project(tmp_path / "project")


def called(folder: Path, *args: str, shell: str = "") -> subprocess.CompletedProcess[str]:
    """A process of its own, with what a shell does to its streams."""
    command = f'exec "{sys.executable}" -m usershift "$@" {shell}'
    return subprocess.run(
        ["sh", "-c", command, "sh", *args], cwd=folder, capture_output=True, text=True
    )


def state(project: Path) -> tuple[object, ...]:
    files = {p: c for p, c in snapshot(project).items() if not p.startswith(".git/")}
    return files, git(project, "for-each-ref"), git(project, "ls-files", "-s")


@pytest.mark.parametrize(
    "args",
    [
        ["migrate", "--dry-run"],
        ["migrate", "--dry-run", "--format", "json"],
        ["assess", "--format", "json"],
        ["lint", "."],
        ["sql"],
        ["rules"],
    ],
    ids=" ".join,
)
def test_a_full_disk_behind_stdout(project: Path, args: list[str]) -> None:
    before = state(project)
    done = called(project, *args, shell="> /dev/full")
    assert done.returncode in (2, 3)
    assert done.stderr.startswith("usershift: Standard output")
    assert "No space left on device." in done.stderr
    assert "fault" not in done.stderr
    assert state(project) == before


@pytest.mark.parametrize("way", WRITING, ids=" ".join)
def test_a_report_that_was_lost_after_the_work(project: Path, way: list[str]) -> None:
    before = state(project)
    done = called(project, "migrate", *way, "--format", "json", shell="> /dev/full")
    assert done.returncode == 4
    assert "All the same, this was done: " in done.stderr
    assert "files changed." in done.stderr
    assert "Nothing was" not in done.stderr
    assert state(project) != before
    if way:
        branch = "new" if "new" in way else "HEAD"
        assert git(project, "rev-parse", "--short=9", branch).decode().strip() in done.stderr


def test_a_full_disk_that_is_asked_for_nothing_is_no_failure(project: Path) -> None:
    done = called(project, "migrate", shell="> /dev/full")
    assert done.returncode == 0
    assert "files changed." in done.stderr
    assert "usershift: " not in done.stderr


def test_outside_git_the_diff_comes_first(tmp_path: Path) -> None:
    project = plain_project(tmp_path / "project")
    before = snapshot(project)
    done = called(project, "migrate", shell="> /dev/full")
    assert done.returncode == 2
    assert snapshot(project) == before


def test_stdout_is_closed(project: Path) -> None:
    done = called(project, "migrate", "--format", "json", shell=">&-")
    assert done.returncode == 4
    assert "Standard output is closed." in done.stderr
    assert b"AUTH_USER_MODEL" in (project / "blog/models.py").read_bytes()


def test_a_reader_that_has_seen_enough(project: Path) -> None:
    done = called(project, "rules", "--format", "json", shell="| head -c 10")
    assert done.stderr == ""


def unwritable(project: Path, how: str) -> Path:
    place = project / "report"
    if how == "folder":
        place.mkdir()
    elif how == "pipe":
        os.mkfifo(place)
    elif how == "link":
        place.symlink_to(project.parent / "outside")
    elif how == "link to a file of the project":
        place.symlink_to("manage.py")
    elif how == "behind a link":
        (project.parent / "elsewhere").mkdir()
        place.symlink_to(project.parent / "elsewhere")
        return place / "report"
    else:
        return place / "none" / "report"
    return place


@pytest.mark.parametrize(
    "how",
    ["folder", "pipe", "link", "link to a file of the project", "behind a link", "no folder"],
)
@pytest.mark.parametrize("option", ["--output", "--report", "--runbook", "--patch"])
def test_a_file_that_cannot_be_written(project: Path, how: str, option: str) -> None:
    place = unwritable(project, how)
    before = state(project)
    done = usershift(project, "migrate", option, place)
    assert done.returncode == 2, done.stderr
    assert state(project) == before
    assert not (project.parent / "outside").exists()
    assert not list(project.parent.glob("elsewhere/*"))


@pytest.mark.parametrize("command", ["assess", "lint"])
def test_reading_commands_write_through_no_link(project: Path, command: str) -> None:
    place = unwritable(project, "link")
    done = usershift(project, command, ".", "--output", place, "--format", "json")
    assert done.returncode == 2
    assert "is a link of the project" in done.stderr
    assert not (project.parent / "outside").exists()


@pytest.mark.parametrize("way", WRITING, ids=" ".join)
@pytest.mark.parametrize("format_", ["text", "json", "sarif", "github"])
def test_a_name_that_is_no_utf_8(
    project: Path, tmp_path: Path, way: list[str], format_: str
) -> None:
    papers = ["--report", tmp_path / "page.html", "--runbook", tmp_path / "book.md"]
    out = ["--format", format_, "--output", tmp_path / "report"]
    done = usershift(project, "migrate", *way, *papers, *out, before=NAMED)
    assert done.returncode == 0, done.stderr
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert r"blog/na\xefve.py:1:1" in page
    assert r"`blog/na\xefve.py:1`" in (tmp_path / "book.md").read_text(encoding="utf-8")
    assert "ve.py" in (tmp_path / "report").read_text(encoding="utf-8")


@pytest.mark.parametrize("way", WRITING, ids=" ".join)
@pytest.mark.parametrize("module", ["text", "json", "html"])
def test_what_cannot_be_rendered_is_found_before(
    project: Path, tmp_path: Path, way: list[str], module: str
) -> None:
    before = state(project)
    format_ = module if module != "html" else "json"
    out = ["--format", format_, "--output", tmp_path / "report", "--report", tmp_path / "page.html"]
    broken = UNRENDERED.format(module=module)
    done = usershift(project, "migrate", *way, *out, before=broken)
    assert done.returncode == 4
    assert "Nothing was written." in done.stderr
    assert state(project) == before
    assert not (tmp_path / "page.html").exists()


def test_what_was_opened_for_nothing_is_as_it_was(project: Path, tmp_path: Path) -> None:
    lay(tmp_path, {"book.md": b"of last week\n"})
    hook = project / ".git/hooks/pre-commit"
    hook.write_text("#!/bin/sh\nexit 1\n")
    hook.chmod(0o755)
    papers = ["--report", tmp_path / "page.html", "--runbook", tmp_path / "book.md"]
    done = usershift(project, "migrate", "--commit", *papers)
    assert done.returncode == 3
    assert not (tmp_path / "page.html").exists()
    assert (tmp_path / "book.md").read_bytes() == b"of last week\n"


@pytest.mark.parametrize(
    "args",
    [
        ["--format", "json", "--runbook", "-"],
        ["--format", "json", "--report", "-"],
        ["--format", "sarif", "--patch", "-"],
        ["--report", "-", "--runbook", "-"],
        ["--dry-run", "--runbook", "-"],
        ["--dry-run", "--output", "-"],
        ["--format", "json", "--output", "-", "--runbook", "-"],
    ],
    ids=" ".join,
)
def test_two_documents_on_stdout(project: Path, args: list[str]) -> None:
    before = state(project)
    done = usershift(project, "migrate", *args)
    assert (done.returncode, done.stdout.count("# Runbook")) == (2, 0)
    assert "would be mixed on standard output" in done.stderr
    assert state(project) == before


@pytest.mark.parametrize("args", [["--patch", "-"], ["--runbook", "-"], ["--report", "-"]])
def test_one_document_on_stdout(project: Path, args: list[str]) -> None:
    done = usershift(project, "migrate", *args)
    assert done.returncode == 0, done.stderr
    starts = {"--patch": "diff --git", "--runbook": "# Runbook", "--report": "<!doctype html>"}
    assert done.stdout.startswith(starts[args[0]])


def test_a_runbook_beside_json(project: Path, tmp_path: Path) -> None:
    done = usershift(project, "migrate", "--format", "json", "--runbook", tmp_path / "book.md")
    assert json.loads(done.stdout)["exit_code"] == 0
    assert (tmp_path / "book.md").read_text().startswith("# Runbook")
