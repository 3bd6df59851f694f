"""A database that does not match is left as it is, with every reason said."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.adoption.conftest import Old
from tests.adoption.sites import Site
from tests.adoption.vendors import VENDORS

STRATEGIES = {"bridge": "migrate", "command": "adopt_users"}
RECORD = "sql INSERT INTO django_migrations (app, name, applied)"

SPOILED = {
    "migrations of auth are pending": (
        ["migrate auth 0011"],
        "pending (0012_alter_user_first_name_max_length)",
    ),
    "the table is missing": (
        ["sql ALTER TABLE auth_user RENAME TO auth_user_gone"],
        "The table auth_user is missing",
    ),
    "a column is missing": (
        ["sql ALTER TABLE auth_user RENAME COLUMN email TO mail"],
        "The column auth_user.email is missing",
    ),
    "a column of somebody else's needs a value": (
        ["sql ALTER TABLE auth_user RENAME COLUMN email TO mail"],
        "The column auth_user.mail needs a value",
    ),
    "an app with the same label was there": (
        [f"{RECORD} VALUES ('users', '0002_phone', '2020-01-01 00:00:00')"],
        "another app with the label 'users' are recorded (0002_phone)",
    ),
}


def check_refused(new: Site, step: str, reason: str) -> None:
    before = new.run("rows")
    complaint = new.complaint(step)
    assert reason in complaint
    assert "cannot adopt users.User; nothing was changed" in complaint
    assert new.run("rows") == before


@pytest.mark.parametrize("strategy", STRATEGIES)
@pytest.mark.parametrize("case", SPOILED)
def test_refused(old: Callable[..., Old], case: str, strategy: str) -> None:
    steps, reason = SPOILED[case]
    site = old().site
    site.run(*steps)
    check_refused(site.with_users_app(strategy), STRATEGIES[strategy], reason)


@pytest.mark.parametrize("vendor", VENDORS)
def test_a_column_that_is_too_short_is_refused(old: Callable[..., Old], vendor: str) -> None:
    """A migration of auth was recorded with `--fake`."""
    site = old("4.2", vendor).site
    site.run("migrate auth 0011", "migrate auth 0012 --fake")
    new = site.with_users_app()
    check_refused(new, "migrate", "first_name holds 30 characters, the model's field 150")


@pytest.mark.services
@pytest.mark.parametrize(
    ("vendor", "change"),
    [
        ("postgresql", "ALTER TABLE auth_user ALTER COLUMN id TYPE bigint"),
        ("mariadb", "ALTER TABLE auth_user MODIFY id bigint AUTO_INCREMENT"),
    ],
)
def test_another_type_of_primary_key_is_refused(
    fresh: Callable[..., Site], vendor: str, change: str
) -> None:
    site = fresh("4.2", vendor)
    site.run("migrate auth")
    if vendor == "mariadb":
        # It does not change a column that foreign keys refer to.
        change = f"DROP TABLE auth_user_groups, auth_user_user_permissions; {change}"
    site.databases["default"].execute(change)
    check_refused(site.with_users_app(), "migrate", "primary key auth_user.id is of type Big")


def test_every_reason_is_said_at_once(old: Callable[..., Old]) -> None:
    site = old().site
    for case in ("an app with the same label was there", "a column is missing"):
        site.run(*SPOILED[case][0])
    complaint = site.with_users_app().complaint("migrate")
    assert "0002_phone" in complaint and "auth_user.email is missing" in complaint


def test_a_fresh_database_that_is_migrated_in_parts_is_not_refused(
    fresh: Callable[..., Site],
) -> None:
    new = fresh().with_users_app()
    new.run("migrate auth 0005", "migrate auth 0011", "migrate", "makemigrations --check", "fill")


def test_an_old_django_finds_the_check_too(old: Callable[..., Old]) -> None:
    """Before Django 3.2 an app's configuration is only found through default_app_config."""
    site = old("2.2").site
    site.run("migrate auth 0010")
    check_refused(site.with_users_app(), "migrate", "pending (0011_update_proxy_permissions)")


def test_users_are_never_dropped_with_their_table(old: Callable[..., Old]) -> None:
    new = old().site.with_users_app()
    new.run("migrate")
    before = new.snapshot()
    complaint = new.complaint("migrate users zero")
    assert "This would drop the table auth_user, and it has users" in complaint
    assert "run `migrate users 0001_initial`" in complaint
    assert new.snapshot() == before


def test_an_empty_table_can_be_dropped_and_made_again(fresh: Callable[..., Site]) -> None:
    new = fresh().with_users_app()
    new.run("migrate", "migrate users zero")
    new.run("migrate", "makemigrations --check", "fill")


def test_tests_without_the_migrations_of_auth_need_those_of_users_out(
    fresh: Callable[..., Site],
) -> None:
    """What US105 says of MIGRATION_MODULES."""
    new = fresh().with_users_app()
    settings = new.folder / "settings.py"
    before = settings.read_text()
    settings.write_text(before + 'MIGRATION_MODULES = {"auth": None, "blog": None}\n')
    complaint = new.complaint("migrate")
    assert "NodeNotFoundError" in complaint
    assert "users" in complaint
    out = 'MIGRATION_MODULES = {"auth": None, "blog": None, "users": None}\n'
    settings.write_text(before + out)
    new.run("migrate --run-syncdb", "fill")
