"""Strategy bridge: a plain `migrate` is all that any database needs."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.adoption.conftest import Old
from tests.adoption.proof import check_nothing_lost
from tests.adoption.sites import Site
from tests.environments import SERIES

NO_CHANGES = "makemigrations --check --dry-run"


@pytest.mark.parametrize("series", SERIES)
def test_an_existing_database_adopts_by_migrate(old: Callable[..., Old], series: str) -> None:
    made = old(series)
    new = made.site.with_users_app("bridge")
    login = f"login {made.session}"
    after = new.snapshot("check", NO_CHANGES, "migrate", NO_CHANGES, "snapshot", login)
    check_nothing_lost(made.before, after)


@pytest.mark.parametrize("series", SERIES)
def test_a_fresh_database_is_built_from_nothing(fresh: Callable[..., Site], series: str) -> None:
    new = fresh(series).with_users_app("bridge")
    session = new.run("migrate", NO_CHANGES, "fill")
    after = new.snapshot("migrate", "snapshot", f"login {session}")
    assert [type_[1:] for type_ in after["types"]] == [["users", "user"]]
