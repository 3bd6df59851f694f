from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.adoption import databases
from tests.adoption.databases import Database
from tests.adoption.sites import Site, old_site


@dataclass(frozen=True)
class Old:
    """A site whose database the old code has built and filled, and what it holds."""

    site: Site
    session: str
    before: dict[str, Any]


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Callable[[str], Database]]:
    """Makes empty databases of a vendor, which are dropped after the test."""
    made: list[Database] = []

    def make(vendor: str) -> Database:
        made.append(databases.create(vendor, tmp_path))
        return made[-1]

    yield make
    for each in made:
        databases.drop(each)


@pytest.fixture
def fresh(tmp_path: Path, database: Callable[[str], Database]) -> Callable[..., Site]:
    """Makes a site over an empty database."""

    def make(series: str = "4.2", vendor: str = "sqlite") -> Site:
        return old_site(tmp_path / "project", series, default=database(vendor))

    return make


@pytest.fixture
def old(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, fresh: Callable[..., Site]
) -> Callable[..., Old]:
    """Makes a site over a database that the old code has built, with users in it."""

    def make(series: str = "4.2", vendor: str = "sqlite") -> Old:
        site = fresh(series, vendor)
        if vendor != "sqlite":
            session = site.run("migrate", "fill")
            return Old(site, session, site.snapshot())
        folder = tmp_path_factory.getbasetemp()
        filled, session, before = filled_database(series, folder)
        Path(site.databases["default"].name).write_bytes(filled)
        return Old(site, session, before)

    return make


@cache
def filled_database(series: str, folder: Path) -> tuple[bytes, str, dict[str, Any]]:
    """The bytes of a SQLite file, the key of a session in it, and its snapshot."""
    file = databases.create("sqlite", folder)
    site = old_site(folder / f"old-{series}", series, default=file)
    session = site.run("migrate", "makemigrations --check --dry-run", "fill")
    return Path(file.name).read_bytes(), session, site.snapshot()
