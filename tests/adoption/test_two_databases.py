"""Two databases with a router: each keeps what it has, and adopts by itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.adoption.databases import Database
from tests.adoption.proof import check_nothing_lost
from tests.adoption.sites import Site, old_site
from tests.adoption.vendors import VENDORS

STEPS = {"bridge": ["migrate"], "command": ["adopt_users", "migrate"]}


@pytest.fixture
def routed(tmp_path: Path, database: Callable[[str], Database]) -> Callable[[str], Site]:
    """Makes a site with the users in the database `accounts`, and other tables in `default`."""

    def make(vendor: str) -> Site:
        files = {"default": database(vendor), "accounts": database(vendor)}
        site = old_site(tmp_path / "project", "4.2", **files)
        return replace(site, environment={"ROUTERS": '["routers.Router"]'})

    return make


@pytest.mark.parametrize("strategy", STEPS)
@pytest.mark.parametrize("vendor", VENDORS)
def test_each_database_adopts(routed: Callable[[str], Site], vendor: str, strategy: str) -> None:
    site = routed(vendor)
    site.run("migrate")
    session = site.run("migrate", "fill", ALIAS="accounts")
    before = site.snapshot(ALIAS="accounts")
    rows = site.run("rows", ALIAS="accounts")
    new = site.with_users_app(strategy)
    # The one without the users first: it has a history to adopt, and no table.
    new.run(*STEPS[strategy])
    assert new.run("rows", ALIAS="accounts") == rows
    after = new.snapshot(*STEPS[strategy], "snapshot", f"login {session}", ALIAS="accounts")
    check_nothing_lost(before, after)
    new.run("makemigrations --check --dry-run")


def test_a_router_that_does_not_know_the_new_label_is_named(
    routed: Callable[[str], Site],
) -> None:
    site = routed("sqlite")
    site.run("migrate")
    routers = site.folder / "routers.py"
    routers.write_text(routers.read_text().replace('"users", ', ""))
    complaint = site.with_users_app().complaint("migrate")
    assert "The table auth_user is missing" in complaint
    assert "add 'users' to the database router" in complaint
