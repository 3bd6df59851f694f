"""Strategy bridge: a plain `migrate` is all that any database needs."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.adoption.conftest import Old
from tests.adoption.proof import check_nothing_lost
from tests.adoption.sites import Site
from tests.adoption.vendors import MATRIX

NO_CHANGES = "makemigrations --check --dry-run"


@pytest.mark.parametrize(("vendor", "series"), MATRIX)
def test_an_existing_database_adopts_by_migrate(
    old: Callable[..., Old], vendor: str, series: str
) -> None:
    made = old(series, vendor)
    new = made.site.with_users_app("bridge")
    login = f"login {made.session}"
    after = new.snapshot("check", NO_CHANGES, "migrate", NO_CHANGES, "snapshot", login)
    check_nothing_lost(made.before, after)


@pytest.mark.parametrize(("vendor", "series"), MATRIX)
def test_a_fresh_database_is_built_from_nothing(
    fresh: Callable[..., Site], vendor: str, series: str
) -> None:
    new = fresh(series, vendor).with_users_app("bridge")
    session = new.run("migrate", NO_CHANGES, "fill")
    after = new.snapshot("migrate", "snapshot", f"login {session}")
    assert [type_[1:] for type_ in after["types"]] == [["users", "user"]]
