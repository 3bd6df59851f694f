"""The command as its users call it."""

from __future__ import annotations

import ast
import json
import shutil
import tempfile
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests.adoption.databases import Database, running
from tests.adoption.sites import drivers
from tests.cli.called import git_project, usershift
from tests.delivery.shapes import git
from tests.end_to_end import samples
from tests.end_to_end.samples import PACKAGES
from tests.environments import django_python
from tests.proof.test_rehearse import PYMYSQL
from tests.services import execute

SCHEMA = json.loads((Path(__file__).parents[2] / "docs/report.schema.json").read_text())
PROBE = Path(__file__).parents[2] / "templates/probe"
TESTS = "manage.py test blog.tests.test_models blog.tests.test_permissions"


def verified(root: Path, series: str, *options: str, python: Path | None = None) -> dict[str, Any]:
    asked = python or django_python(series, *PACKAGES[root.name])
    done = usershift(root, "verify", "--python", asked, "--format", "json", *options)
    document: dict[str, Any] = json.loads(done.stdout)
    Draft202012Validator(SCHEMA).validate(document)
    assert document["exit_code"] == done.returncode
    return document


def verdicts(document: dict[str, Any]) -> dict[str, str]:
    return {proof["name"]: proof["verdict"] for proof in document["proofs"]}


@pytest.mark.parametrize(
    ("name", "series"),
    [
        ("blog", "2.2"),
        pytest.param("blog", "4.2", marks=pytest.mark.soak),
        pytest.param("blog", "6.0", marks=pytest.mark.soak),
        pytest.param("shop", "3.2", marks=pytest.mark.soak),
        pytest.param("shop", "6.0", marks=pytest.mark.soak),
    ],
)
def test_a_project_that_is_not_migrated_is_migrated_in_the_copy(
    name: str, series: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sample = samples.old(name, series, tmp_path)
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    page = tmp_path / "page.html"
    options = ["--report", str(page)]
    options += ["--tests", f"DEBUG=1 python {TESTS}"] * (name == "blog")
    # As it is called where the project's Python is behind another command, such as Docker's.
    wrapper = tmp_path / "wrapper"
    wrapper.write_text(f'#!/bin/sh\npwd >> {tmp_path}/called\nshift\nexec "$@"\n')
    wrapper.chmod(0o755)
    document = verified(sample.root, series, "--exec", f"{wrapper} run", *options)
    called = set((tmp_path / "called").read_text().split())
    assert {Path(folder).name for folder in called} == {"before", "after"}
    assert set(verdicts(document).values()) == {"proven"}
    assert len(document["proofs"]) == 16
    assert document["error"] is None
    assert "foreign-keys" in page.read_text()
    assert git(sample.root, "status", "--short", "--ignored") == b""
    assert list(temporary.glob("usershift-proof-*")) == []


LOUD = """
import atexit, logging, os, sys
print("the settings are read")
logging.basicConfig(stream=sys.stdout, level=logging.DEBUG)
os.system("echo a command")
atexit.register(lambda: os.write(1, b"the end\\n"))
DATABASES["replica"] = dict(DATABASES["default"], HOST="replica")
DATABASES["logs"] = {"ENGINE": "django.db.backends.postgresql", "NAME": "logs", "HOST": "nowhere"}
DATABASE_ROUTERS = ["mysite.routers.Router"]
"""
ROUTERS = """
class Router:
    def db_for_read(self, model, **hints):
        return "logs" if model._meta.app_label == "sessions" else "replica"

    def db_for_write(self, model, **hints):
        return "logs" if model._meta.app_label == "sessions" else "default"

    def allow_relation(self, one, other, **hints):
        return True

    def allow_migrate(self, db, app_label, **hints):
        return (db == "logs") is (app_label == "sessions") and db != "replica"
"""


@pytest.mark.soak
def test_several_databases_and_settings_that_say_much(tmp_path: Path) -> None:
    sample = samples.old("blog", "5.2", tmp_path)
    with (sample.root / "mysite/settings.py").open("a") as settings:
        settings.write(LOUD)
    (sample.root / "mysite/routers.py").write_text(ROUTERS)
    git(sample.root, "add", "-A")
    git(sample.root, "commit", "-q", "-m", "Read from a replica")
    document = verified(sample.root, "5.2", "--no-tests")
    assert set(verdicts(document).values()) == {"proven"}


def test_what_is_not_committed_and_changes_a_test(tmp_path: Path) -> None:
    sample = samples.old("blog", "5.2", tmp_path)
    sample.usershift()
    test = sample.root / "blog/tests/test_models.py"
    test.write_text(test.read_text().replace("def test_", "def test_again_", 1))
    document = verified(sample.root, "5.2", "--tests", TESTS)
    assert document["exit_code"] == 1
    assert document["error"]["code"] == "proof-failed"
    assert document["error"]["message"] == "One proof failed: tests."
    assert "HEAD" in document["done"]
    evidence = " ".join(document["proofs"][-1]["evidence"])
    assert "passed before, not there after" in evidence
    assert "not there before, passed after" in evidence


def test_a_database_that_cannot_be_built_is_no_proof(tmp_path: Path) -> None:
    sample = samples.old("blog", "5.2", tmp_path)
    first = sample.root / "blog/migrations/0001_initial.py"
    first.write_text(
        first.read_text() + "\n    def apply(self, *args):\n        raise OSError(7)\n"
    )
    document = verified(sample.root, "5.2", "--no-tests", "--before", str(sample.root))
    assert document["exit_code"] == 1
    assert verdicts(document)["adoption"] == "skipped"
    assert document["error"]["message"].endswith(
        "could not be made: "
        + ", ".join(
            name
            for name, verdict in verdicts(document).items()
            if verdict == "skipped" and name not in ("fresh-database", "fixtures")
        )
        + "."
    )


def test_code_that_does_not_start_is_refused(tmp_path: Path) -> None:
    sample = samples.old("blog", "5.2", tmp_path)
    (sample.root / "blog/models.py").write_text("import nothing_of_this_name\n")
    document = verified(sample.root, "5.2")
    assert document["error"]["code"] == "not-starting"
    assert "nothing_of_this_name" in document["error"]["message"]


def test_an_environment_has_to_be_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("VIRTUAL_ENV", "CONDA_PREFIX"):
        monkeypatch.delenv(variable, raising=False)
    done = usershift(git_project(tmp_path / "p"), "verify", "--format", "json")
    assert json.loads(done.stdout)["error"]["code"] == "no-interpreter"
    wrong = usershift(tmp_path / "p", "verify", "--exec", "no-such-command run")
    assert wrong.returncode == 2


def test_the_neighbouring_environment_is_found(tmp_path: Path) -> None:
    root = git_project(tmp_path / "p")
    python = django_python("5.2")
    shutil.copytree(python.parents[1], root / ".venv", symlinks=True)
    (root / "blog/models.py").write_text("import nothing_of_this_name\n")
    done = usershift(root, "verify", "--format", "json", env={"VIRTUAL_ENV": ""})
    error = json.loads(done.stdout)["error"]
    assert error["code"] == "not-starting"
    assert ".venv" in error["remedy"]


@pytest.mark.services
@pytest.mark.parametrize("vendor", ["postgresql", pytest.param("mariadb", marks=pytest.mark.soak)])
def test_on_the_servers_of_the_settings(vendor: str, tmp_path: Path) -> None:
    server = running(vendor)
    sample = samples.old("blog", "5.2", tmp_path)
    if vendor == "mariadb":
        (sample.root / "mysite/__init__.py").write_text(PYMYSQL)
        git(sample.root, "commit", "-q", "-a", "-m", "Talk to MariaDB by PyMySQL")
    database = Database(vendor, "no_such_database")
    env = {f"DB_{key}": str(value) for key, value in database.settings.items()}
    python = django_python("5.2", *drivers("5.2", {vendor}))
    asked = ["verify", "--python", python, "--keep-engine", "--no-tests", "--format", "json"]
    document = json.loads(usershift(sample.root, *asked, env=env).stdout)
    assert set(verdicts(document).values()) == {"proven"}
    listing = {"postgresql": "SELECT datname FROM pg_database", "mariadb": "SHOW DATABASES"}
    assert "usershift_proof" not in execute(server, listing[vendor])


@pytest.mark.parametrize("path", sorted(PROBE.glob("*.py")), ids=lambda path: path.name)
def test_the_probe_is_of_the_oldest_python(path: Path) -> None:
    ast.parse(path.read_text(), feature_version=(3, 6))
