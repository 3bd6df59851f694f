"""What usershift wrote into the project is no part of it: the next run passes it over."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.called import git_project, plain_project, usershift
from transformer.project.previous_output import is_previous_output

WAYS = {
    "page": ["migrate", "-n", "--report", "page.html"],
    "runbook": ["migrate", "-n", "--runbook", "steps.md"],
    "patch": ["migrate", "--patch", "all.patch"],
    "json": ["migrate", "-n", "--format", "json", "--output", "run.json"],
    "sarif": ["migrate", "-n", "--format", "sarif", "--output", "run.sarif"],
    "github": ["lint", "--format", "github", "--output", "run.txt"],
    "text": ["migrate", "-n", "--output", "run.txt"],
    "facts": ["assess", "--output", "facts.txt"],
}


@pytest.mark.parametrize("args", WAYS.values(), ids=WAYS)
@pytest.mark.parametrize("make", [git_project, plain_project])
def test_the_next_run_is_the_same(
    tmp_path: Path, make: Callable[[Path], Path], args: list[str]
) -> None:
    project = make(tmp_path / "project")

    def told() -> tuple[object, object]:
        said = json.loads(usershift(project, "assess", "--format", "json").stdout)
        return said["findings"], said["files"]

    before = told()
    had = {*project.iterdir()}
    usershift(project, *args)
    assert {*project.iterdir()} - had
    assert told() == before


def test_a_page_of_an_earlier_run_does_not_stop_the_commits(tmp_path: Path) -> None:
    project = git_project(tmp_path / "project")
    usershift(project, *WAYS["page"])
    usershift(project, *WAYS["json"])
    done = usershift(project, "migrate", "--branch", "own-user")
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    "content",
    [
        b"<!doctype html>\n<title>Shop</title>\nusershift: auth.User\n",
        b"# Runbook: how we deploy\n\nOpen /admin/auth/user/.\n",
        b'{"schema": 1, "model": "auth.user"}\n',
        b"our strategy bridges auth.User\n",
        b"",
    ],
)
def test_files_of_the_project_stay_in(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "file").write_bytes(content)
    assert not is_previous_output(tmp_path / "file")
