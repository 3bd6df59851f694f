"""`usershift sql`: what a database administrator runs instead of a command."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

import pytest

from tests.adoption.conftest import Old
from tests.adoption.databases import Database
from tests.adoption.proof import check_nothing_lost
from tests.adoption.sites import Site
from tests.adoption.vendors import VENDORS
from transformer.strategies.generated_app import UsersApp
from transformer.strategies.sql import Vendor, statements

APP = UsersApp("users", "users", (4, 2), "command")
VENDOR = {"sqlite": Vendor.sqlite, "postgresql": Vendor.postgresql, "mariadb": Vendor.mysql}


def adopt(database: Database) -> None:
    script = statements(APP, VENDOR[database.vendor], admin=True)
    if database.vendor != "sqlite":
        database.execute(script)
        return
    connection = sqlite3.connect(database.name)
    connection.executescript(script)
    connection.close()


@pytest.mark.parametrize("vendor", VENDORS)
def test_an_existing_database(old: Callable[..., Old], vendor: str) -> None:
    made = old("4.2", vendor)
    adopt(made.site.databases["default"])
    new = made.site.with_users_app("command")
    after = new.snapshot("migrate", "makemigrations --check", "snapshot", f"login {made.session}")
    check_nothing_lost(made.before, after)


@pytest.mark.parametrize("vendor", VENDORS)
def test_the_second_time_does_nothing(old: Callable[..., Old], vendor: str) -> None:
    made = old("4.2", vendor)
    database = made.site.databases["default"]
    adopt(database)
    once = made.site.run("rows")
    adopt(database)
    assert made.site.run("rows") == once


@pytest.mark.parametrize("vendor", VENDORS)
def test_both_content_types_become_one(old: Callable[..., Old], vendor: str) -> None:
    made = old("4.2", vendor)
    # The bridge, for its `migrate contenttypes` makes the second content type.
    made.site.with_users_app("bridge").run("migrate contenttypes", "grant user3", "grant user1")
    adopt(made.site.databases["default"])
    new = made.site.with_users_app("command")
    after = new.snapshot("migrate", "snapshot", f"login {made.session}")
    assert after["types"] == [[made.before["types"][0][0], "users", "user"]]
    assert after["user_permissions"] == made.before["user_permissions"]
    assert after["permissions"] == made.before["permissions"] | {"user3": ["?.change_user"]}
    assert not [key for key, count in after["foreign_keys"] if count]


@pytest.mark.parametrize("vendor", VENDORS)
def test_a_database_without_users(fresh: Callable[..., Site], vendor: str) -> None:
    new = fresh("4.2", vendor).with_users_app("command")
    new.run("migrate", "fill")
    rows = new.run("rows")
    adopt(new.databases["default"])
    assert new.run("rows") == rows


def test_no_admin_no_log() -> None:
    assert "django_admin_log" not in statements(APP, Vendor.postgresql, admin=False)


def test_oracle_is_no_other_sql_but_for_its_transaction() -> None:
    script = statements(APP, Vendor.oracle, admin=True)
    assert "WHENEVER SQLERROR EXIT FAILURE ROLLBACK" in script
    assert "BEGIN" not in script
    assert script.rstrip().endswith("COMMIT;")
