"""Rewritten histories under real Django: fresh databases, and databases that the old code built."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.adoption import databases
from tests.adoption.databases import Database
from tests.adoption.sites import drivers
from tests.environments import SERIES
from tests.migrations.runs import CHECKED, moved, new_code, old_code, outcomes, rows, sqlite
from tests.migrations.shapes import SHAPES, Shape
from tests.projects import project_at
from transformer.options import Options
from transformer.pipeline import chosen_passes, run


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


def test_all_shapes_with_a_command(tmp_path: Path) -> None:
    """Without the bridge the dependencies alone put the user model first."""
    old = old_code(tmp_path / "old", SHAPES)
    new = new_code(old, tmp_path / "new", "5.2", "command")
    existing = sqlite(tmp_path / "old.db")
    built, adopted, made = outcomes(
        "5.2",
        old.job(existing, ["migrate"]),
        new.job(existing, ["adopt_users", *CHECKED]),
        new.job(sqlite(tmp_path / "new.db")),
    )
    expected = moved(rows(built))
    assert rows(adopted) == expected
    assert rows(made) == expected


def test_migrations_that_are_still_to_run_when_a_database_adopts(tmp_path: Path) -> None:
    old = old_code(tmp_path / "old", SHAPES)
    new = new_code(old, tmp_path / "new", "4.2")
    existing = sqlite(tmp_path / "old.db")
    some = ["auth", "articles", "clerks", "friends 0001"]
    begun, adopted, made = outcomes(
        "4.2",
        old.job(existing, [f"migrate {app}" for app in some]),
        new.job(existing),
        new.job(sqlite(tmp_path / "new.db")),
    )
    assert not rows(begun)["auth_user"]
    assert rows(adopted) == rows(made)


def test_a_second_run_changes_nothing(tmp_path: Path) -> None:
    new = new_code(old_code(tmp_path / "old", SHAPES), tmp_path / "new", "4.2")
    again = run(project_at(new.root), Options(), chosen_passes(only=("migrations",)))
    assert again.tree.changes() == []


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
