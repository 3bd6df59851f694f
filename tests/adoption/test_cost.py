"""What an adoption costs does not grow with the users: `make bench` shows it with a million."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.adoption.sites import Site
from tests.adoption.vendors import VENDORS

SIZES = (10, 1000)


@pytest.mark.parametrize("vendor", VENDORS)
def test_the_statements_are_the_same_for_ten_users_and_for_a_thousand(
    fresh: Callable[..., Site], vendor: str
) -> None:
    counts = []
    for users in SIZES:
        site = fresh("5.2", vendor)
        site.run("migrate", f"crowd {users}")
        statements, *_ = site.with_users_app("bridge").run("measured").split()
        counts.append(int(statements))
    assert counts[0] == counts[1] > 0
