"""Strategy two-step: one release reserves the app, the next one swaps the model."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.adoption.conftest import Old
from tests.adoption.proof import check_nothing_lost
from tests.adoption.sites import Site
from tests.adoption.vendors import OTHERS, VENDORS
from tests.environments import SERIES

NO_CHANGES = "makemigrations --check --dry-run"


@pytest.mark.parametrize(("vendor", "series"), OTHERS)
def test_an_existing_database_goes_through_both(
    old: Callable[..., Old], vendor: str, series: str
) -> None:
    made = old(series, vendor)
    first = made.site.with_users_app("two-step", reserved=True)
    first.run("check", "migrate", NO_CHANGES)
    second = first.with_users_app("two-step")
    login = f"login {made.session}"
    after = second.snapshot("check", NO_CHANGES, "migrate", NO_CHANGES, "snapshot", login)
    check_nothing_lost(made.before, after)


@pytest.mark.parametrize("series", [SERIES[0], SERIES[-1]])
def test_a_fresh_database_of_either_release(fresh: Callable[..., Site], series: str) -> None:
    first = fresh(series).with_users_app("two-step", reserved=True)
    first.run("migrate", "fill")
    second = first.with_users_app("two-step")
    second.run("migrate")
    rows = second.run("rows")
    assert second.run("migrate", NO_CHANGES, "rows") == rows


@pytest.mark.parametrize("vendor", VENDORS)
def test_a_database_that_skipped_the_first_release_is_left_alone(
    old: Callable[..., Old], vendor: str
) -> None:
    """Django says so; going back to the first release repairs it."""
    made = old("4.2", vendor)
    second = made.site.with_users_app("two-step")
    before = second.run("rows")
    assert "InconsistentMigrationHistory" in second.complaint("migrate")
    assert second.run("rows") == before
    made.site.with_users_app("two-step", reserved=True).run("migrate")
    second = made.site.with_users_app("two-step")
    check_nothing_lost(made.before, second.snapshot("migrate", "snapshot"))


def test_the_first_release_brings_the_migrations_of_auth_up_to_date(
    old: Callable[..., Old],
) -> None:
    """They would not reach the table once the model is swapped."""
    site = old().site
    site.run("migrate auth 0011")
    first = site.with_users_app("two-step", reserved=True)
    first.run("migrate users")
    first.with_users_app("two-step").run("migrate", NO_CHANGES)
