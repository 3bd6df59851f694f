"""The codes of ``error.code``: programs tell a project to skip from a failure by them."""

from __future__ import annotations

import ast
import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.cli.called import FILES, git_project, plain_project, usershift
from tests.delivery.shapes import git, lay
from transformer.errors import ErrorCode

CHECKOUT = Path(__file__).parents[2]
SCHEMA = json.loads((CHECKOUT / "docs/report.schema.json").read_text())
SETTINGS = FILES["site1/settings.py"]
USER = (
    b"from django.contrib.auth.models import AbstractUser\n\n\n"
    b"class User(AbstractUser):\n    pass\n"
)
TAKEN = {"users/__init__.py": b"", "users/models.py": b"x = 1\n"}
WITH_USERS = SETTINGS.replace(b'    "blog",\n', b'    "blog",\n    "users",\n')
OWN = WITH_USERS + b'AUTH_USER_MODEL = "users.User"\n'
MEMBER = SETTINGS + b'AUTH_USER_MODEL = "blog.Member"\n'


def code(folder: Path, *args: str) -> str:
    done = usershift(folder, *args, "--format", "json")
    error = json.loads(done.stdout)["error"]
    assert done.returncode in (2, 3)
    assert set(error) == {"code", "message", "remedy"}
    return str(error["code"])


def test_the_schema_has_all_of_them() -> None:
    assert SCHEMA["$defs"]["error"]["enum"] == [each.value for each in ErrorCode]


def test_each_of_them_is_given_somewhere() -> None:
    given = {
        node.attr
        for path in CHECKOUT.glob("transformer/**/*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "ErrorCode"
    }
    assert given == set(ErrorCode.__members__)


@pytest.mark.parametrize(
    ("files", "wanted"),
    [
        ({"manage.py": None, "site1/settings.py": None}, "not-django"),
        ({"site1/settings.py": b"INSTALLED_APPS = [\n"}, "settings-unreadable"),
        ({"requirements.txt": b"django==1.11\n"}, "django-unsupported"),
        ({"site1/settings.py": WITH_USERS, **TAKEN}, "label-taken"),
        ({"site1/settings.py": MEMBER}, "custom-user-already"),
        ({"site1/settings.py": OWN, **TAKEN, "users/models.py": USER}, "begun-by-hand"),
        ({"site1/settings.py": WITH_USERS, **TAKEN, "users/models.py": USER}, "begun-by-hand"),
        ({"site1/settings.py": SETTINGS + b'MIGRATION_MODULES = {"auth": "x"}\n'}, "blockers"),
    ],
)
def test_what_the_project_is(
    tmp_path: Path, files: Mapping[str, bytes | None], wanted: str
) -> None:
    project = plain_project(tmp_path / "shop")
    for path, content in files.items():
        if content is None:
            (project / path).unlink()
        else:
            lay(project, {path: content})
    assert code(project, "assess") == wanted


@pytest.mark.parametrize(
    ("args", "wanted"),
    [
        (("migrate", "nowhere"), "no-such-path"),
        (("migrate", "--python", "nowhere"), "no-such-path"),
        (("migrate", "--only", "nothing"), "usage"),
        (("migrate", "--settings", "site1.other"), "settings-not-found"),
        (("migrate", "--commit"), "no-repository"),
        (("migrate", "--strategy", "graft", "--app", "none"), "graft-refused"),
        (("finalize",), "not-migrated"),
        (("rename-table",), "not-migrated"),
    ],
)
def test_what_the_call_asks_for(tmp_path: Path, args: tuple[str, ...], wanted: str) -> None:
    assert code(plain_project(tmp_path / "shop"), *args) == wanted


def test_several_projects(tmp_path: Path) -> None:
    plain_project(tmp_path / "one")
    plain_project(tmp_path / "two")
    assert code(tmp_path, "assess") == "several-projects"


def test_how_the_repository_stands(tmp_path: Path) -> None:
    project = git_project(tmp_path / "shop")
    git(project, "branch", "taken")
    assert code(project, "migrate", "--branch", "taken") == "branch-exists"
    lay(project, {"manage.py": FILES["manage.py"] + b"# mine\n"})
    assert code(project, "migrate") == "dirty"


def test_no_code_where_nothing_is_wrong(tmp_path: Path) -> None:
    done = usershift(plain_project(tmp_path / "shop"), "assess", "--format", "json")
    assert json.loads(done.stdout)["error"] is None
