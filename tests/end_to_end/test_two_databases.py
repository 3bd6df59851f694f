"""The shop with its people in a database of their own: each database is migrated by itself."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tests.end_to_end import samples
from tests.end_to_end.samples import ADOPTED


def test_both_databases_adopt(tmp_path: Path) -> None:
    shop = replace(samples.old("shop", "5.2", tmp_path), settings="config.settings.two_databases")
    shop.manage("migrate", "-v0", "--database", "people")
    shop.fill()
    before = shop.snapshot()
    shop.usershift()
    shop.manage("migrate", "-v0")
    shop.manage("migrate", "-v0", "--database", "people")
    after = shop.snapshot()

    assert "people.auth_user" in before["tables"]
    changed = {t for t in before["tables"] if before["tables"][t] != after["tables"].get(t)}
    assert {table.partition(".")[2] for table in changed if "." in table} == ADOPTED
    assert {table for table in changed if "." not in table} == {"django_migrations"}
    for part in ("users", "sessions", "logins", "dangling"):
        assert after[part] == before[part]
    assert "No changes detected" in shop.manage("makemigrations", "--check", "--dry-run")
    assert shop.passes_its_tests()
