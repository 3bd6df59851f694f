from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.called import FILES, usershift
from tests.delivery.shapes import lay, repository


@pytest.fixture
def project(tmp_path: Path) -> Path:
    table = b'[tool.usershift]\nonly = ["references"]\nfail_on = "note"\nformat = "json"\n'
    return repository(tmp_path / "project", {**FILES, "pyproject.toml": table})


def passes(project: Path, *args: str | Path) -> list[str]:
    document = json.loads(usershift(project, "migrate", "-n", *args).stdout)
    return [each["name"] for each in document["passes"]]


def test_the_table_of_the_project_is_read(project: Path) -> None:
    assert passes(project) == ["references"]


def test_also_from_a_folder_inside(project: Path) -> None:
    assert passes(project / "blog") == ["references"]


def test_options_win(project: Path) -> None:
    assert passes(project, "--only", "users-app") == ["users-app"]


@pytest.mark.parametrize("heading", ["", "[tool.usershift]\n"])
def test_another_file(project: Path, tmp_path: Path, heading: str) -> None:
    file = tmp_path / "other.toml"
    file.write_text(f'{heading}format = "json"\nonly = "templates"\n')
    assert passes(project, "--config", file) == ["templates"]


def test_a_table_above_the_repository_is_not_the_projects(tmp_path: Path) -> None:
    lay(tmp_path, {"pyproject.toml": b"[tool.usershift]\nnonsense = 1\n"})
    project = repository(tmp_path / "project", FILES)
    assert usershift(project, "migrate", "-n").returncode == 0


@pytest.mark.parametrize("pattern", ["!", "\\", "[z-a]"])
def test_what_is_no_pattern_is_named(project: Path, pattern: str) -> None:
    done = usershift(project, "migrate", "-n", "--exclude", pattern)
    assert done.returncode == 2
    assert f"--exclude: `{pattern}` is not a pattern." in done.stderr


def test_a_line_of_gitignore_that_is_no_pattern_is_passed_over(tmp_path: Path) -> None:
    lay(tmp_path, {**FILES, ".gitignore": b"!\n[z-a]\nblog/\n"})
    done = usershift(tmp_path, "migrate", "-n")
    assert done.returncode == 0
    assert "blog/models.py" not in done.stdout


def test_one_that_is_nested_too_deep(project: Path) -> None:
    lay(project, {"pyproject.toml": b"x = " + b"[" * 50_000})
    done = usershift(project, "migrate", "-n")
    assert done.returncode == 2
    assert "pyproject.toml cannot be read: " in done.stderr
