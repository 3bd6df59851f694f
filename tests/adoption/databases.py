"""Databases for tests of the adoption, on SQLite and on the servers of :mod:`tests.services`."""

from __future__ import annotations

import os
import secrets
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.services import Server, dump, execute, server

NAMES = {"postgresql": "PostgreSQL", "mariadb": "MariaDB"}
ENGINES = {"sqlite": "sqlite3", "postgresql": "postgresql", "mariadb": "mysql"}


@dataclass(frozen=True)
class Database:
    """``name`` is a file's path on SQLite; ``settings`` an entry of Django's DATABASES.

    ``options`` go to the driver.
    """

    vendor: str
    name: str
    options: Mapping[str, object] = field(default_factory=dict)

    @property
    def settings(self) -> dict[str, object]:
        entry: dict[str, object] = {
            "ENGINE": f"django.db.backends.{ENGINES[self.vendor]}",
            "NAME": self.name,
            "OPTIONS": dict(self.options),
        }
        if self.vendor != "sqlite":
            on = running(self.vendor)
            entry |= {"HOST": on.host, "PORT": on.port, "USER": on.user, "PASSWORD": on.password}
        return entry

    def execute(self, sql: str) -> str:
        """Run SQL with the server's own client."""
        return execute(running(self.vendor), sql, self.name)


def running(vendor: str) -> Server:
    """The server to test on. Skips the test without one, unless it must not be skipped."""
    found = server(vendor)
    if found is None:
        why = f"no {NAMES[vendor]} server: `make services` starts one"
        if os.environ.get("USERSHIFT_SERVICES") == "required":
            pytest.fail(why)
        pytest.skip(why)
    return found


def create(vendor: str, folder: Path) -> Database:
    """An empty database."""
    if vendor == "sqlite":
        return Database(vendor, str(folder / f"{secrets.token_hex(4)}.sqlite3"))
    name = f"test_{secrets.token_hex(6)}"
    execute(running(vendor), f"CREATE DATABASE {name}")
    return Database(vendor, name)


def save(database: Database) -> Database:
    """Keep what a database holds, for :func:`restore`; nobody may be connected to it."""
    if database.vendor != "mariadb":
        return database
    file = Path(tempfile.mkdtemp()) / f"{database.name}.sql"
    file.write_text(dump(running("mariadb"), database.name))
    return Database("mariadb", str(file))


def restore(saved: Database, folder: Path) -> Database:
    """A new database that holds what the saved one did."""
    if saved.vendor == "postgresql":
        name = f"test_{secrets.token_hex(6)}"
        execute(running("postgresql"), f"CREATE DATABASE {name} TEMPLATE {saved.name}")
        return Database("postgresql", name)
    database = create(saved.vendor, folder)
    if saved.vendor == "sqlite":
        shutil.copyfile(saved.name, database.name)
    else:
        database.execute(Path(saved.name).read_text())
    return database


def drop(database: Database) -> None:
    if database.vendor == "sqlite":
        Path(database.name).unlink(missing_ok=True)
        return
    force = " WITH (FORCE)" if database.vendor == "postgresql" else ""
    execute(running(database.vendor), f"DROP DATABASE IF EXISTS {database.name}{force}")
