"""The new code ran before the database adopted: both content types are there, and become one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.adoption.conftest import Old
from tests.adoption.sites import Site
from tests.adoption.vendors import VENDORS

# A release that was rolled out half: tables migrated in part, requests served, `migrate` not run.
PARTLY = ("migrate contenttypes", "use")


def check_merged(before: dict[str, Any], after: dict[str, Any]) -> None:
    """One content type is left, the old one, and it has what both had."""
    assert after["types"] == [[before["types"][0][0], "users", "user"]]
    assert not [key for key, count in after["foreign_keys"] if count]
    assert after["log"] == before["log"]
    assert len(after["notes"]) == 2 * len(before["notes"])
    assert after["user_permissions"] == before["user_permissions"]
    granted = before["permissions"] | {"user3": ["?.change_user"]}
    assert after["permissions"] == granted
    for table in ("auth_user", "auth_group_permissions", "django_admin_log", "blog_label"):
        assert after["tables"][table] == before["tables"][table]


@pytest.mark.parametrize("vendor", VENDORS)
def test_grants_and_generic_relations_of_both_are_kept(
    old: Callable[..., Old], vendor: str
) -> None:
    made = old("4.2", vendor)
    new = made.site.with_users_app()
    new.run(*PARTLY)
    assert len(new.snapshot()["types"]) == 2
    check_merged(made.before, new.snapshot("migrate", "snapshot", f"login {made.session}"))


def test_the_merge_is_the_same_on_an_old_django(old: Callable[..., Old]) -> None:
    made = old("2.2")
    new = made.site.with_users_app()
    check_merged(made.before, new.snapshot(*PARTLY, "migrate", "snapshot"))


def both(old: Callable[..., Old], vendor: str) -> tuple[Site, int, int]:
    """A site with both content types, and their ids: the old one and the new one."""
    new = old("4.2", vendor).site.with_users_app()
    new.run(*PARTLY)
    ids = {label: id_ for id_, label, _ in new.snapshot()["types"]}
    return new, ids["auth"], ids["users"]


@pytest.mark.parametrize("vendor", VENDORS)
def test_rows_that_say_the_same_twice_become_one(old: Callable[..., Old], vendor: str) -> None:
    new, _, extra = both(old, vendor)
    labels = new.snapshot()["tables"]["blog_label"]
    new.run(f"label {extra} vip None")
    assert new.snapshot()["tables"]["blog_label"][0] == labels[0] + 1
    after = new.snapshot("migrate", "snapshot")
    assert after["tables"]["blog_label"] == labels
    assert len(after["types"]) == 1


@pytest.mark.parametrize("vendor", VENDORS)
def test_rows_that_differ_in_what_they_say_stop_the_adoption(
    old: Callable[..., Old], vendor: str
) -> None:
    new, keep, extra = both(old, vendor)
    new.run(f"label {extra} vip red")
    before = new.snapshot()
    complaint = new.complaint("migrate")
    assert f"Rows of blog_label with the content_type_id {keep} and {extra}" in complaint
    assert "Nothing was changed" in complaint
    assert new.snapshot() == before


@pytest.mark.parametrize("vendor", VENDORS)
def test_a_table_that_no_app_has_any_more_follows(old: Callable[..., Old], vendor: str) -> None:
    new, _, extra = both(old, vendor)
    new.run(f"orphan {extra}")
    after = new.snapshot("migrate", "snapshot")
    assert len(after["types"]) == 1
    assert not [key for key, count in after["foreign_keys"] if count]
