"""The releases after the migration: `finalize`, then `rename-table`."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable

import pytest

from tests.adoption.conftest import Old
from tests.adoption.proof import check_nothing_lost
from tests.adoption.sites import Site
from tests.adoption.vendors import VENDORS

NO_CHANGES = "makemigrations --check --dry-run"
RENAMED = ("auth_user", "auth_user_groups", "auth_user_user_permissions")


def usershift(site: Site, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "transformer", *arguments, str(site.folder)]
    return subprocess.run(
        [*command, "--django", site.series], capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("strategy", ["bridge", "command"])
@pytest.mark.parametrize("series", ["2.2", "6.1"])
def test_finalized(old: Callable[..., Old], series: str, strategy: str) -> None:
    made = old(series)
    new = made.site.with_users_app(strategy)
    adopted = new.snapshot(*["adopt_users"] * (strategy == "command"), "migrate", "snapshot")
    done = usershift(new, "finalize")
    assert done.returncode == 0, done.stderr
    assert not (new.folder / "users/adoption.py").exists()
    assert not (new.folder / "users/management").exists()
    login = f"login {made.session}"
    assert new.snapshot("check", NO_CHANGES, "migrate", "snapshot", login) == adopted
    check_nothing_lost(made.before, adopted)
    again = usershift(new, "finalize", "--check")
    assert again.returncode == 0, again.stdout


def test_a_fresh_database_after_finalize(fresh: Callable[..., Site]) -> None:
    new = fresh().with_users_app("bridge")
    usershift(new, "finalize")
    new.run("check", "migrate", NO_CHANGES, "fill")


def test_finalize_needs_an_app_to_finalize(fresh: Callable[..., Site]) -> None:
    done = usershift(fresh(), "finalize")
    assert done.returncode == 3
    assert "has no users app that usershift has made" in done.stderr


@pytest.mark.parametrize("vendor", VENDORS)
def test_renamed_and_renamed_back(old: Callable[..., Old], vendor: str) -> None:
    made = old("4.2", vendor)
    new = made.site.with_users_app()
    new.run("migrate")
    assert usershift(new, "finalize").returncode == 0
    adopted = new.snapshot()
    done = usershift(new, "rename-table")
    assert done.returncode == 0, done.stderr
    after = new.snapshot(NO_CHANGES, "migrate", NO_CHANGES, "snapshot")
    for table in RENAMED:
        new_name = table.replace("auth_user", "users_user", 1)
        assert after["tables"][new_name] == adopted["tables"][table]
        assert table not in after["tables"]
    for part in ("permissions", "log", "notes", "types"):
        assert after[part] == adopted[part]
    assert not [key for key, count in after["foreign_keys"] if count]
    back = json.loads(new.run("migrate users 0002", "rows"))
    assert {t: back[t] for t in RENAMED} == {t: adopted["tables"][t] for t in RENAMED}


RAW = """
from django.conf import settings
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("zoo", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [migrations.RunSQL("UPDATE auth_user SET is_active = is_active")]
"""


def test_sql_in_migrations_runs_before_the_rename_in_a_new_database(
    fresh: Callable[..., Site],
) -> None:
    """Of an app whose label sorts after `users`."""
    new = fresh().with_users_app()
    for name in ("__init__.py", "migrations/__init__.py", "models.py"):
        (new.folder / "zoo" / name).parent.mkdir(parents=True, exist_ok=True)
        (new.folder / "zoo" / name).write_text("")
    first = RAW.replace("0001_initial", "").replace('("zoo", ""),', "").split("    operations")[0]
    (new.folder / "zoo/migrations/0001_initial.py").write_text(first)
    (new.folder / "zoo/migrations/0002_sql.py").write_text(RAW)
    settings = new.folder / "settings.py"
    settings.write_text(settings.read_text().replace('    "blog",', '    "blog",\n    "zoo",'))
    done = usershift(new, "rename-table")
    assert done.returncode == 0, done.stderr
    migration = (new.folder / "users/migrations/0003_rename_table.py").read_text()
    assert '("zoo", "0002_sql")' in migration
    new.run("migrate", NO_CHANGES, "fill")


def test_refused_while_sql_names_the_table(fresh: Callable[..., Site]) -> None:
    new = fresh().with_users_app()
    (new.folder / "report.sql").write_text("SELECT 1;\nSELECT * FROM auth_user_groups;\n")
    done = usershift(new, "rename-table")
    assert done.returncode == 3
    assert "report.sql:2" in done.stderr + done.stdout
    assert not (new.folder / "users/migrations/0003_rename_table.py").exists()
