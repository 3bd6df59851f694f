from __future__ import annotations

import json
from pathlib import Path

from tests.cli.called import FILES, git_project, usershift
from tests.delivery.shapes import repository, snapshot


def test_it_says_what_would_be_done_and_writes_nothing(tmp_path: Path) -> None:
    project = git_project(tmp_path / "project")
    before = snapshot(project)
    done = usershift(project, "assess")
    assert done.returncode == 0, done.stderr
    assert "4.2.16, from requirements.txt" in done.stdout
    assert "Ready to migrate." in done.stdout
    assert done.stderr == ""
    assert snapshot(project) == before


def test_it_shows_the_facts_of_the_project(tmp_path: Path) -> None:
    project = git_project(tmp_path / "project")
    done = usershift(project, "assess")
    lines = dict(line.split(None, 1) for line in done.stdout.splitlines()[:8] if " " in line)
    assert lines["manage.py"].strip() == "manage.py"
    assert "blog" in lines["apps"]
    assert lines["users"].split()[1] == "users"
    assert lines["strategy"].startswith("bridge: ")


def test_for_programs(tmp_path: Path) -> None:
    done = usershift(git_project(tmp_path / "project"), "assess", "--format", "json")
    document = json.loads(done.stdout)
    assert document["command"] == "assess"
    assert document["files"]


def test_it_says_how_much_is_in_each_stage(tmp_path: Path) -> None:
    project = git_project(tmp_path / "project")
    done = usershift(project, "assess")
    assert "prepare   3 edits in one file: the same under auth.User" in done.stdout
    assert "--stage prepare --branch NAME" in done.stdout
    document = json.loads(usershift(project, "assess", "--format", "json").stdout)
    prepare, switch = document["stages"]
    assert prepare == {"stage": "prepare", "files": 1, "edits": 3}
    assert prepare["edits"] + switch["edits"] == len(document["edits"])
    usershift(project, "migrate", "--stage", "prepare", "--commit")
    later = usershift(project, "assess")
    assert "prepare" not in later.stdout
    assert "switch    9 edits in 8 files" in later.stdout


def test_a_refused_project_is_described_all_the_same(tmp_path: Path) -> None:
    project = git_project(tmp_path / "project")
    (project / "requirements.txt").write_text("django==1.11\n")
    done = usershift(project, "assess")
    assert done.returncode == 3
    assert "Django     1.11, from requirements.txt" in done.stdout
    assert "strategy" not in done.stdout
    assert "runs on Django 1.11" in done.stderr
    document = json.loads(usershift(project, "assess", "--format", "json").stdout)
    assert document["error"]["code"] == "django-unsupported"
    assert document["project"]["django"] == "1.11"


def test_it_says_that_the_last_release_is_still_to_come(tmp_path: Path) -> None:
    project = git_project(tmp_path / "project")
    usershift(project, "migrate", "--commit")
    said = " ".join(usershift(project, "assess").stdout.split())
    assert "`usershift finalize` is still open" in said


def test_it_knows_how_far_the_code_is(tmp_path: Path) -> None:
    folder = git_project(tmp_path / "shop")
    found = []
    for command in ("migrate", "finalize", "rename-table", ""):
        done = usershift(folder, "assess", "--format", "json")
        found.append(json.loads(done.stdout)["assessment"]["standing"])
        assert done.returncode == 0
        if command:
            assert usershift(folder, command, "--allow-dirty").returncode == 0
    assert usershift(folder, "migrate", "--check").returncode == 0
    assert found == ["auth-user", "switched", "finalized", "renamed"]


def test_a_user_model_of_their_own_is_no_renamed_one(tmp_path: Path) -> None:
    own = (
        b"from django.contrib.auth.models import AbstractUser\n\n\nclass User(AbstractUser): pass\n"
    )
    settings = FILES["site1/settings.py"].replace(b'"blog"', b'"users"')
    settings += b'AUTH_USER_MODEL = "users.User"\n'
    files = {"users/__init__.py": b"", "users/models.py": own, "site1/settings.py": settings}
    repository(tmp_path / "shop", {**FILES, **files})
    done = usershift(tmp_path / "shop", "assess", "--format", "json")
    assert json.loads(done.stdout)["assessment"]["standing"] == "own"


def test_with_a_user_model_of_their_own_nothing_else_is_said(tmp_path: Path) -> None:
    settings = FILES["site1/settings.py"] + b'AUTH_USER_MODEL = "blog.Member"\n'
    repository(tmp_path / "shop", {**FILES, "site1/settings.py": settings})
    said = usershift(tmp_path / "shop", "assess").stdout
    assert "already 'blog.Member'" in said
    assert "what it does" not in said
