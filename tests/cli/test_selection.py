"""Rules are chosen as users of ruff know it: by code, by the beginning of codes, by file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.called import FILES, usershift
from tests.delivery.shapes import lay, repository
from transformer.cli.options import PASSES
from transformer.pipeline import all_passes

VIEW = b'def allowed(request):\n    return request.user.has_perm("auth.change_user")\n'
LINK = b"{{ perms.auth.change_user }}\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    more = {"blog/views.py": VIEW, "blog/templates/people.html": LINK}
    return repository(tmp_path / "project", {**FILES, **more})


def codes(project: Path, *args: str) -> set[str]:
    found = json.loads(usershift(project, "lint", "--format", "json", *args).stdout)["findings"]
    return {finding["code"] for finding in found}


def test_only_what_is_selected_is_found(project: Path) -> None:
    assert codes(project) == {"US301", "US310", "US317", "US601"}
    assert codes(project, "--select", "US310") == {"US310"}
    assert codes(project, "--select", "US3") == {"US301", "US310", "US317"}
    assert codes(project, "--select", "US3,US6", "--ignore", "US317") == {"US301", "US310", "US601"}


def test_by_file(project: Path) -> None:
    table = b'[tool.usershift.per-file-ignores]\n"blog/views.py" = ["US317"]\n"*.html" = ["US"]\n'
    lay(project, {"pyproject.toml": table})
    assert codes(project) == {"US301", "US310"}


def test_what_is_left_out_is_neither_edited_nor_reported(project: Path) -> None:
    done = usershift(project, "migrate", "-n", "--ignore", "US317", "--ignore", "US6")
    assert done.returncode == 0, done.stderr
    assert "users.change_user" not in done.stdout
    assert "perms.users" not in done.stdout
    assert "settings.AUTH_USER_MODEL" in done.stdout


def test_what_makes_the_model_is_always_made(project: Path) -> None:
    done = usershift(project, "migrate", "-n", "--ignore", "US1,US2")
    assert "+AUTH_USER_MODEL" in done.stdout
    assert "users/models.py" in done.stdout


@pytest.mark.parametrize("args", [("--ignore", "US999"), ("--select", "E501")])
def test_a_code_that_no_rule_has(project: Path, args: tuple[str, str]) -> None:
    done = usershift(project, "lint", *args)
    assert done.returncode == 2
    assert f"There is no rule `{args[1]}`" in done.stderr


def test_a_table_of_another_shape(project: Path) -> None:
    lay(project, {"pyproject.toml": b'[tool.usershift]\nper-file-ignores = ["US3"]\n'})
    done = usershift(project, "lint")
    assert done.returncode == 2
    assert "a table of lists of codes" in done.stderr


def test_the_help_names_the_passes_that_there_are() -> None:
    assert PASSES.split(", ") == [each.name for each in all_passes()]
