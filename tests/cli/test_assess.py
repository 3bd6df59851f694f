from __future__ import annotations

import json
from pathlib import Path

from tests.cli.called import git_project, usershift
from tests.delivery.shapes import snapshot


def test_it_says_what_would_be_done_and_writes_nothing(tmp_path: Path) -> None:
    project = git_project(tmp_path / "project")
    before = snapshot(project)
    done = usershift(project, "assess")
    assert done.returncode == 0, done.stderr
    assert "4.2.16, from requirements.txt" in done.stderr
    assert "Ready to migrate." in done.stderr
    assert snapshot(project) == before


def test_it_shows_the_facts_of_the_project(tmp_path: Path) -> None:
    project = git_project(tmp_path / "project")
    done = usershift(project, "assess")
    lines = dict(line.split(None, 1) for line in done.stderr.splitlines()[:8] if " " in line)
    assert lines["manage.py"].strip() == "manage.py"
    assert "blog" in lines["apps"]
    assert lines["users"].split()[1] == "users"
    assert lines["strategy"].startswith("bridge: ")


def test_for_programs(tmp_path: Path) -> None:
    done = usershift(git_project(tmp_path / "project"), "assess", "--format", "json")
    document = json.loads(done.stdout)
    assert document["command"] == "assess"
    assert document["files"]
