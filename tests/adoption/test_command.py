"""Strategy command: `adopt_users` before `migrate`, as the recipe has it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.adoption.conftest import Old
from tests.adoption.proof import check_nothing_lost
from tests.adoption.sites import Site
from tests.adoption.vendors import OTHERS, VENDORS

NO_CHANGES = "makemigrations --check --dry-run"


@pytest.mark.parametrize(("vendor", "series"), OTHERS)
def test_an_existing_database_adopts(old: Callable[..., Old], vendor: str, series: str) -> None:
    made = old(series, vendor)
    new = made.site.with_users_app("command")
    login = f"login {made.session}"
    after = new.snapshot("adopt_users", "check", "migrate", NO_CHANGES, "snapshot", login)
    check_nothing_lost(made.before, after)


@pytest.mark.parametrize(("vendor", "series"), OTHERS)
def test_a_fresh_database(fresh: Callable[..., Site], vendor: str, series: str) -> None:
    new = fresh(series, vendor).with_users_app("command")
    after = new.snapshot("adopt_users", "migrate", NO_CHANGES, "adopt_users", "fill", "snapshot")
    assert [type_[1:] for type_ in after["types"]] == [["users", "user"]]


@pytest.mark.parametrize("vendor", VENDORS)
def test_the_wrong_order_changes_nothing_and_is_repaired(
    old: Callable[..., Old], vendor: str
) -> None:
    made = old("4.2", vendor)
    new = made.site.with_users_app("command")
    before = new.run("rows")
    assert "InconsistentMigrationHistory" in new.complaint("migrate")
    assert new.run("rows") == before
    check_nothing_lost(made.before, new.snapshot("adopt_users", "migrate", "snapshot"))


def test_the_second_run_does_nothing(old: Callable[..., Old]) -> None:
    new = old().site.with_users_app("command")
    first = new.snapshot("adopt_users", "migrate", "snapshot")
    again = new.snapshot("adopt_users", "migrate", "adopt_users", "snapshot")
    assert again == first


def test_a_database_that_the_bridge_adopted_is_content_with_the_plain_app(
    old: Callable[..., Old],
) -> None:
    """A team may change its mind, and `finalize` does the same."""
    made = old()
    made.site.with_users_app("bridge").run("migrate")
    plain = made.site.with_users_app("command")
    check_nothing_lost(made.before, plain.snapshot("migrate", NO_CHANGES, "snapshot"))
