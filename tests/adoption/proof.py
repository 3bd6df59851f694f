"""What must hold of a database that has adopted."""

from __future__ import annotations

from typing import Any

# The only tables that an adoption may write to.
TOUCHED = {"django_content_type", "django_migrations"}


def check_nothing_lost(before: dict[str, Any], after: dict[str, Any], label: str = "users") -> None:
    """Every row, foreign key, grant, log entry and generic relation of before is there after."""
    changed = {t for t in before["tables"] if before["tables"][t] != after["tables"].get(t)}
    assert changed <= TOUCHED
    assert set(after["tables"]) == set(before["tables"])
    rows = "django_content_type"
    assert after["tables"][rows][0] == before["tables"][rows][0]
    assert after["types"] == [[id_, label, model] for id_, _, model in before["types"]]
    assert not [key for key, count in after["foreign_keys"] if count]
    for part in ("foreign_keys", "permissions", "user_permissions", "log", "notes"):
        assert after[part] == before[part], part
