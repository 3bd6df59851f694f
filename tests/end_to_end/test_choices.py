"""The other style of references, and another name for the app."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.end_to_end import samples
from tests.end_to_end.samples import ADOPTED
from tests.environments import SERIES

BLOG, SHOP = ("blog", SERIES[-1]), ("shop", "5.2")
CHOICES = [
    pytest.param((*BLOG, "--style", "direct"), marks=pytest.mark.soak),
    (*SHOP, "--style", "direct"),
    (*BLOG, "--app", "accounts"),
    pytest.param((*SHOP, "--app", "accounts"), marks=pytest.mark.soak),
    (*BLOG, "--strategy", "command"),
    pytest.param((*SHOP, "--strategy", "command"), marks=pytest.mark.soak),
]


@pytest.mark.parametrize("chosen", CHOICES, ids=" ".join)
def test_a_database_in_use_adopts(chosen: tuple[str, ...], tmp_path: Path) -> None:
    name, series, *choice = chosen
    old = samples.old(name, series, tmp_path)
    old.fill()
    before = old.snapshot()
    old.usershift(*choice)
    if "command" in choice:
        old.manage("adopt_users")
    old.manage("migrate", "-v0")
    after = old.snapshot()
    changed = {t for t in before["tables"] if before["tables"][t] != after["tables"].get(t)}
    assert changed == ADOPTED
    assert {part: after[part] for part in ("users", "sessions", "logins")} == {
        part: before[part] for part in ("users", "sessions", "logins")
    }
    assert "No changes detected" in old.manage("makemigrations", "--check", "--dry-run")
    assert old.passes_its_tests()
    assert old.usershift(*choice, "--dry-run", "--allow-dirty") == ""
