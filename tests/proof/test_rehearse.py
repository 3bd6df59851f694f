"""The adoption of a copy of a database that is in use, on each server."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests.adoption import databases
from tests.adoption.databases import Database, running
from tests.adoption.sites import drivers
from tests.cli.called import usershift
from tests.delivery.shapes import git
from tests.end_to_end import samples
from tests.end_to_end.samples import Sample
from tests.environments import django_python
from tests.services import execute

SCHEMA = json.loads((Path(__file__).parents[2] / "docs/report.schema.json").read_text())
SERIES = "5.2"


@dataclass(frozen=True)
class InUse:
    """A project, and the database that its old code has filled; ``env`` leads to it."""

    sample: Sample
    database: Database
    env: Mapping[str, str]

    @property
    def python(self) -> Path:
        series = self.sample.series
        return django_python(series, *drivers(series, {self.database.vendor}))

    def rehearse(self, *options: str) -> dict[str, Any]:
        asked = ["rehearse", "--python", self.python, "--format", "json", *options]
        done = usershift(self.sample.root, *asked, env=self.env)
        document: dict[str, Any] = json.loads(done.stdout)
        Draft202012Validator(SCHEMA).validate(document)
        assert document["exit_code"] == done.returncode
        return document

    def run(self, *words: str) -> str:
        return subprocess.run(
            [str(self.python), *words],
            cwd=self.sample.root,
            env={**os.environ, **self.env},
            capture_output=True,
            text=True,
            check=True,
        ).stdout


@pytest.fixture(
    params=[
        "sqlite",
        # These rename a table of SQLite outside of a transaction only.
        pytest.param("sqlite 2.0", marks=pytest.mark.soak),
        pytest.param("sqlite 2.1", marks=pytest.mark.soak),
        pytest.param("postgresql", marks=pytest.mark.services),
        pytest.param("mariadb", marks=pytest.mark.services),
    ]
)
def to_use(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[InUse]:
    """A project whose database is empty still."""
    vendor, _, series = request.param.partition(" ")
    database = databases.create(vendor, tmp_path)
    entry = {key: str(value) for key, value in database.settings.items()}
    env = {f"DB_{key}": value for key, value in entry.items()}
    used = InUse(samples.old("blog", series or SERIES, tmp_path), database, env)
    if series:
        (used.sample.root / "requirements.txt").write_text(f"Django~={series}.0\n")
        git(used.sample.root, "commit", "-q", "-a", "-m", f"Stay with Django {series}")
    if vendor == "mariadb":
        (used.sample.root / "mysite/__init__.py").write_text(PYMYSQL)
        git(used.sample.root, "commit", "-q", "-a", "-m", "Talk to MariaDB by PyMySQL")
    yield used
    databases.drop(database)


@pytest.fixture
def in_use(to_use: InUse) -> InUse:
    to_use.run("manage.py", "migrate", "-v0")
    to_use.run("manage.py", "populate")
    return to_use


PYMYSQL = """import pymysql

pymysql.version_info = (2, 2, 1, "final", 0)
pymysql.install_as_MySQLdb()
"""
PROVEN = {
    *("adoption", "rows", "foreign-keys", "time"),
    *("undo", "rows-undone", "foreign-keys-undone"),
    *("again", "rows-again", "foreign-keys-again"),
    *("rename", "rows-renamed", "foreign-keys-renamed", "rename-time"),
    *("rename-undo", "rows-renamed-back", "foreign-keys-renamed-back"),
}


def test_there_and_back_and_there_again(in_use: InUse) -> None:
    vendor = in_use.database.vendor
    option = {"sqlite": [], "postgresql": ["--clone"], "mariadb": ["--copy"]}[vendor]
    document = in_use.rehearse("--rename-table", *option)
    proofs = {proof["name"]: proof for proof in document["proofs"]}
    locks = proofs.pop("locks"), proofs.pop("rename-locks")
    assert {name: proof["verdict"] for name, proof in proofs.items()} == dict.fromkeys(
        PROVEN, "proven"
    )
    known = "proven" if vendor == "postgresql" else "skipped"
    assert [each["verdict"] for each in locks] == [known, known]
    if vendor == "postgresql":
        assert "AccessExclusiveLock on users_user" in str(locks[1])
    assert "Production will take about" in document["done"]
    types = "SELECT app_label FROM django_content_type WHERE model = 'user'"
    script = (
        "from django.db import connection\ncursor = connection.cursor()\n"
        f"cursor.execute({types!r})\nprint(cursor.fetchall())"
    )
    label = in_use.run("manage.py", "shell", "-v0", "-c", script).strip()
    # Only what was declared a copy has changed.
    assert ("users" in label) is (vendor == "mariadb")
    if vendor == "postgresql":
        listed = execute(running(vendor), "SELECT datname FROM pg_database")
        assert "usershift_rehearsal" not in listed


@pytest.mark.parametrize(
    "to_use",
    [
        pytest.param("sqlite", marks=pytest.mark.soak),
        pytest.param("postgresql", marks=pytest.mark.services),
        pytest.param("mariadb", marks=[pytest.mark.services, pytest.mark.soak]),
    ],
    indirect=True,
)
def test_a_row_that_the_migration_loses_is_found(in_use: InUse) -> None:
    vendor = in_use.database.vendor
    in_use.sample.usershift()
    path = in_use.sample.root / "users/migrations/0002_adopt_content_type.py"
    sql = "migrations.RunSQL('DELETE FROM blog_comment WHERE id = 1', 'SELECT 1'),"
    path.write_text(path.read_text().replace("operations = [", f"operations = [\n{sql}"))
    document = in_use.rehearse(*(["--copy"] * (vendor != "sqlite")))
    assert document["exit_code"] == 1
    failed = {p["name"]: p["evidence"] for p in document["proofs"] if p["verdict"] == "failed"}
    assert set(failed) == {"rows", "rows-undone", "rows-again"}
    assert "blog_comment" in failed["rows"][0]


@pytest.mark.soak
@pytest.mark.parametrize("to_use", ["sqlite"], indirect=True)
def test_the_way_back_that_fails_is_said_and_ends_the_rehearsal(in_use: InUse) -> None:
    in_use.sample.usershift()
    path = in_use.sample.root / "users/migrations/0002_adopt_content_type.py"
    path.write_text(
        path.read_text().replace("operations = [", "operations = [\nmigrations.RunSQL('SELECT 1'),")
    )
    document = in_use.rehearse()
    assert document["exit_code"] == 1
    last = document["proofs"][-1]
    assert (last["name"], last["verdict"]) == ("undo", "failed")
    assert "IrreversibleError" in last["evidence"][-1]


@pytest.mark.parametrize("to_use", ["sqlite"], indirect=True)
def test_a_rename_that_is_blocked_is_refused_before_anything(to_use: InUse) -> None:
    sql = to_use.sample.root / "blog/sql.py"
    sql.write_text('PEOPLE = "SELECT count(*) FROM auth_user"\n')
    error = to_use.rehearse("--rename-table")["error"]
    assert error["code"] == "rename-refused"
    assert error["message"].startswith("blog/sql.py: ")


@pytest.mark.parametrize("to_use", ["postgresql", "mariadb"], indirect=True)
@pytest.mark.services
def test_a_database_that_may_be_in_use_is_refused(to_use: InUse) -> None:
    document = to_use.rehearse()
    assert document["exit_code"] == 3
    assert document["error"]["code"] == "not-a-copy"


@pytest.mark.parametrize("to_use", ["sqlite"], indirect=True)
def test_a_database_that_is_not_there_is_refused(to_use: InUse) -> None:
    assert to_use.rehearse("--database", "replica")["error"]["code"] == "no-database"
    document = to_use.rehearse()
    assert document["error"]["code"] == "no-database"
    assert to_use.database.name in document["error"]["message"]
