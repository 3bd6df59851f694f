from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.called import FILES, git_project, usershift
from tests.delivery.shapes import repository, snapshot


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return git_project(tmp_path / "project")


def test_references_have_place_code_and_remedy(project: Path) -> None:
    before = snapshot(project)
    done = usershift(project, "lint")
    assert done.returncode == 1, done.stderr
    (line,) = [text for text in done.stdout.splitlines() if "US310" in text]
    assert line.startswith("blog/models.py:6:32: US310 ")
    assert line.endswith("Write `settings.AUTH_USER_MODEL`.")
    assert snapshot(project) == before


def test_only_what_was_asked_for(project: Path) -> None:
    assert usershift(project, "lint", "site1").returncode == 0
    assert usershift(project, "lint", "site1", "blog/models.py").returncode == 1


def test_a_comment_switches_a_rule_off(tmp_path: Path) -> None:
    line = b"from django.contrib.auth.models import User"
    views = {"blog/a.py": line + b"  # usershift: ignore[US301]\n", "blog/b.py": line + b"\n"}
    project = repository(tmp_path / "project", {**FILES, **views})
    assert usershift(project, "lint", "blog/a.py").stdout == ""
    assert "US301" in usershift(project, "lint", "blog/b.py").stdout


def test_after_the_migration_nothing_is_left(project: Path) -> None:
    usershift(project, "migrate", "--commit")
    done = usershift(project, "lint")
    assert (done.returncode, done.stdout) == (0, "")


def test_for_programs(project: Path) -> None:
    document = json.loads(usershift(project, "lint", "--format", "json").stdout)
    assert document["exit_code"] == 1
    assert {f["path"] for f in document["findings"]} == {"blog/models.py"}


def test_annotations(project: Path) -> None:
    done = usershift(project, "lint", "--format", "github")
    assert "file=blog/models.py,line=6,col=32::" in done.stdout
