"""Rewritten histories under real Django: fresh databases, and databases that the old code built."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.adoption import databases
from tests.adoption.databases import Database
from tests.adoption.sites import drivers
from tests.environments import SERIES
from tests.migrations.runs import moved, new_code, old_code, outcomes, rows, sqlite
from tests.migrations.shapes import SHAPES, Shape


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.name)
def test_a_shape_alone(shape: Shape, tmp_path: Path) -> None:
    """Without other apps and without admin, whose migrations could put things in order by luck."""
    series = "4.2"
    old = old_code(tmp_path / "old", [shape])
    new = new_code(old, tmp_path / "new", series, shape.strategy)
    left = new_code(old, tmp_path / "left", series, shape.strategy, passes=("references",))
    built, fresh, without = outcomes(
        series,
        old.job(sqlite(tmp_path / "old.db"), ["migrate"]),
        new.job(sqlite(tmp_path / "new.db")),
        left.job(sqlite(tmp_path / "left.db")),
    )
    expected = moved(rows(built))
    assert rows(fresh) == expected
    if shape.left:
        assert shape.left in without.get("error", "no error")
    else:
        assert rows(without) != rows(fresh)


@pytest.mark.parametrize("series", SERIES)
def test_all_shapes_together(series: str, tmp_path: Path) -> None:
    """A database of the old code goes on, a fresh one comes to the same rows, twice over."""
    old = old_code(tmp_path / "old", SHAPES)
    new = new_code(old, tmp_path / "new", series)
    for admin in (False, True):
        existing, fresh = (sqlite(tmp_path / f"{name}-{admin}.db") for name in ("old", "new"))
        built, adopted, made = outcomes(
            series,
            old.job(existing, ["migrate"], admin),
            new.job(existing, admin=admin),
            new.job(fresh, admin=admin),
        )
        expected = moved(rows(built))
        assert rows(adopted) == expected
        assert rows(made) == expected


@pytest.fixture
def server_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    made = databases.create(request.param, tmp_path)
    yield made
    databases.drop(made)


@pytest.fixture
def another(server_database: Database, tmp_path: Path) -> Iterator[Database]:
    made = databases.create(server_database.vendor, tmp_path)
    yield made
    databases.drop(made)


@pytest.mark.services
@pytest.mark.parametrize("server_database", ["postgresql", "mariadb"], indirect=True)
@pytest.mark.parametrize("series", ["3.2", "5.2"])
def test_all_shapes_on_a_server(
    series: str, server_database: Database, another: Database, tmp_path: Path
) -> None:
    old = old_code(tmp_path / "old", SHAPES)
    new = new_code(old, tmp_path / "new", series)
    packages = drivers(series, {server_database.vendor})
    built, adopted, made = outcomes(
        series,
        old.job(server_database.settings, ["migrate"]),
        new.job(server_database.settings),
        new.job(another.settings),
        packages=packages,
    )
    expected = moved(rows(built))
    assert rows(adopted) == expected
    assert rows(made) == expected


@pytest.mark.services
@pytest.mark.parametrize("server_database", ["postgresql"], indirect=True)
def test_postgresql_refuses_a_foreign_key_by_the_old_label(
    server_database: Database, tmp_path: Path
) -> None:
    """SQLite only leaves a change behind."""
    by_label = next(shape for shape in SHAPES if shape.name == "relations by label")
    old = old_code(tmp_path / "old", [by_label])
    left = new_code(old, tmp_path / "left", "4.2", "command", passes=("references",))
    packages = drivers("4.2", {"postgresql"})
    (outcome,) = outcomes("4.2", left.job(server_database.settings), packages=packages)
    assert 'relation "auth_user" does not exist' in outcome["error"]
