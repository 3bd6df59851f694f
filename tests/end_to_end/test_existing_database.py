"""A database that the old code built takes the new code with nothing but ``migrate``."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

from tests.end_to_end.samples import ADOPTED, Moved


def test_every_row_is_the_same(moved: Moved) -> None:
    before, after = moved.before["tables"], moved.after["tables"]
    assert set(after) == set(before)
    assert {table for table in before if before[table] != after[table]} == ADOPTED
    assert before["auth_user"][0] >= 8


def test_no_foreign_key_dangles(moved: Moved) -> None:
    assert moved.after["dangling"] == moved.before["dangling"]
    assert len(moved.after["dangling"]) > 5
    assert not any(moved.after["dangling"].values())


def test_everybody_may_do_what_they_might(moved: Moved) -> None:
    assert moved.after["users"] == moved.before["users"]
    assert "auth.change_user" in moved.after["users"]["mod"][1]


def test_old_sessions_and_old_passwords_are_good(moved: Moved) -> None:
    sessions = moved.after["sessions"]
    assert sessions
    assert sessions == {name: name for name in sessions}
    assert moved.after["logins"] == dict.fromkeys(sessions, True)


def test_only_the_adoption_was_migrated(moved: Moved) -> None:
    applied = [line.split()[1] for line in moved.migrated.splitlines() if "Applying" in line]
    assert applied == ["users.0002_adopt_content_type..."]
    assert "No migrations to apply" in moved.sample.manage("migrate")


def test_checks_and_migrations_are_in_order(moved: Moved) -> None:
    assert "no issues" in moved.sample.manage("check")
    assert "No changes detected" in moved.sample.manage("makemigrations", "--check", "--dry-run")


def test_its_own_tests_pass(moved: Moved) -> None:
    assert moved.sample.passes_its_tests()


def test_a_second_run_has_nothing_to_do(moved: Moved) -> None:
    assert moved.sample.usershift("--dry-run", "--allow-dirty") == ""


def test_a_fresh_database_is_filled_with_the_same(moved: Moved, tmp_path: Path) -> None:
    root = Path(shutil.copytree(moved.sample.root, tmp_path / moved.sample.name))
    (root / "db.sqlite3").unlink()
    fresh = replace(moved.sample, root=root)
    fresh.fill()
    after = fresh.snapshot()
    assert {name: may for name, (_, may) in after["users"].items()} == {
        name: may for name, (_, may) in moved.before["users"].items()
    }
    assert set(after["tables"]) == set(moved.before["tables"])
