"""Back to the old code, and forward again, by the commands that the runbook gives."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.adoption.conftest import Old
from tests.adoption.sites import PROJECT, Site
from tests.adoption.vendors import VENDORS
from tests.environments import SERIES

BACK = "migrate users 0001_initial"


def old_code(new: Site) -> Site:
    return replace(new, model="")


@pytest.mark.parametrize("vendor", VENDORS)
def test_back_and_forward_again(old: Callable[..., Old], vendor: str) -> None:
    made = old("4.2", vendor)
    new = made.site.with_users_app()
    new.run("migrate", BACK)
    back = old_code(new).snapshot(
        "check", "makemigrations --check --dry-run", "migrate", "snapshot", f"login {made.session}"
    )
    for part in ("foreign_keys", "permissions", "log", "notes"):
        assert back[part] == made.before[part]
    assert made.before["types"][0] in back["types"]
    forward = new.snapshot("migrate", "snapshot")
    assert forward["types"] == [[made.before["types"][0][0], "users", "user"]]
    for part in ("foreign_keys", "permissions", "user_permissions", "log", "notes"):
        assert forward[part] == made.before[part]


@pytest.mark.parametrize("vendor", VENDORS)
def test_old_processes_that_ran_on_after_the_adoption_are_healed(
    old: Callable[..., Old], vendor: str
) -> None:
    """They made auth.user again, and gave grants and log entries to it."""
    made = old("4.2", vendor)
    new = made.site.with_users_app()
    new.run("migrate")
    old_code(new).run("migrate", "use")
    assert len(new.snapshot()["types"]) == 2
    after = new.snapshot(BACK, "migrate", "snapshot", f"login {made.session}")
    assert after["types"] == [[made.before["types"][0][0], "users", "user"]]
    assert after["permissions"] == made.before["permissions"] | {"user3": ["?.change_user"]}
    assert len(after["notes"]) == 2 * len(made.before["notes"])
    assert not [key for key, count in after["foreign_keys"] if count]


def test_the_old_code_runs_on_an_adopted_database(old: Callable[..., Old]) -> None:
    """The code alone was rolled back: users log in, and nothing is dropped."""
    made = old()
    new = made.site.with_users_app()
    new.run("migrate")
    before = new.run("rows")
    after = old_code(new).run("migrate", "rows", f"login {made.session}")
    changed = {t for t, rows in json.loads(after).items() if rows != json.loads(before)[t]}
    assert changed == {"django_content_type", "auth_permission"}


@pytest.mark.parametrize("series", [SERIES[0], SERIES[-1]])
def test_back_on_other_djangos(old: Callable[..., Old], series: str) -> None:
    made = old(series)
    new = made.site.with_users_app()
    new.run("migrate", BACK)
    old_code(new).run("migrate", f"login {made.session}")
    after = new.snapshot("migrate", "snapshot")
    assert after["permissions"] == made.before["permissions"]


@pytest.mark.parametrize("strategy", ["command", "two-step", "graft"])
def test_back_with_the_other_strategies(old: Callable[..., Old], strategy: str) -> None:
    made = old()
    before = made.site
    if strategy == "two-step":
        before = before.with_users_app(strategy, reserved=True)
        before.run("migrate")
    new = before.grafted() if strategy == "graft" else before.with_users_app(strategy)
    back = "migrate blog 0002_profiles" if strategy == "graft" else BACK
    new.run(*["adopt_users"] * (strategy == "command"), "migrate", back)
    if strategy == "two-step":
        before = new.with_users_app(strategy, reserved=True)
        old_release = replace(before, model="")
    else:
        shutil.rmtree(new.folder)
        shutil.copytree(PROJECT, new.folder)
        old_release = replace(made.site, model="")
    after = old_release.snapshot("migrate", "snapshot", f"login {made.session}")
    for part in ("foreign_keys", "permissions", "log", "notes"):
        assert after[part] == made.before[part]
