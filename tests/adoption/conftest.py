from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from tests.adoption import databases
from tests.adoption.databases import Database
from tests.adoption.sites import Site, old_site
from tests.once import once


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


KEPT: list[Database] = []


@pytest.fixture(scope="session", autouse=True)
def _drop_kept() -> Iterator[None]:
    yield
    for each in KEPT:
        databases.drop(each)


@pytest.fixture
def old(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Old]]:
    """Makes a site over a database that the old code has built, with users in it."""
    made: list[Database] = []

    def make(series: str = "4.2", vendor: str = "sqlite") -> Old:
        filled = filled_database(series, vendor, tmp_path_factory.getbasetemp())
        made.append(databases.restore(filled.site.databases["default"], tmp_path))
        site = old_site(tmp_path / "project", series, default=made[-1])
        return Old(site, filled.session, filled.before)

    yield make
    for each in made:
        databases.drop(each)


@once
def filled_database(series: str, vendor: str, folder: Path) -> Old:
    """A database to copy from, built and filled once in each process that runs tests."""
    database = databases.create(vendor, folder)
    site = old_site(folder / f"old-{series}-{vendor}", series, default=database)
    session = site.run("migrate", "makemigrations --check --dry-run", "fill")
    before = site.snapshot()
    saved = databases.save(database)
    KEPT.append(database)
    return Old(replace(site, databases={"default": saved}), session, before)
