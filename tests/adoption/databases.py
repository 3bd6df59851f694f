"""Databases for tests of the adoption, on SQLite and on the servers of :mod:`tests.services`."""

from __future__ import annotations

import os
import secrets
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.services import Server, execute, server

ENGINES = {"sqlite": "sqlite3", "postgresql": "postgresql", "mariadb": "mysql"}


@dataclass(frozen=True)
class Database:
    """``name`` is a file's path on SQLite; ``settings`` an entry of Django's DATABASES."""

    vendor: str
    name: str

    @property
    def settings(self) -> dict[str, object]:
        entry: dict[str, object] = {
            "ENGINE": f"django.db.backends.{ENGINES[self.vendor]}",
            "NAME": self.name,
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
        why = f"no {vendor} server: `make services` starts one"
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


def copy(of: Database, folder: Path) -> Database:
    """A copy of a SQLite or PostgreSQL database that nobody is connected to."""
    if of.vendor == "sqlite":
        database = create(of.vendor, folder)
        shutil.copyfile(of.name, database.name)
        return database
    name = f"test_{secrets.token_hex(6)}"
    execute(running(of.vendor), f"CREATE DATABASE {name} TEMPLATE {of.name}")
    return Database(of.vendor, name)


def drop(database: Database) -> None:
    if database.vendor == "sqlite":
        Path(database.name).unlink(missing_ok=True)
        return
    force = " WITH (FORCE)" if database.vendor == "postgresql" else ""
    execute(running(database.vendor), f"DROP DATABASE IF EXISTS {database.name}{force}")
