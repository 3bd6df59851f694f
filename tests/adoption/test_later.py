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
from tests.environments import SERIES

NO_CHANGES = "makemigrations --check --dry-run"
RENAMED = ("auth_user", "auth_user_groups", "auth_user_user_permissions")


def usershift(site: Site, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "usershift", *arguments, str(site.folder)]
    return subprocess.run(
        [*command, "--django", site.series], capture_output=True, text=True, check=False
    )


STEPS = {"command": ("adopt_users", "migrate")}


def released(site: Site, strategy: str) -> Site:
    """The new code, whose database has had all but the last release."""
    if strategy == "graft":
        return site.grafted()
    if strategy == "two-step":
        site.with_users_app(strategy, reserved=True).run("migrate")
    return site.with_users_app(strategy)


def label(site: Site) -> str:
    return site.model.partition(".")[0]


@pytest.mark.parametrize("strategy", ["bridge", "command", "two-step", "graft"])
@pytest.mark.parametrize("series", [SERIES[0], SERIES[-1]])
def test_finalized(old: Callable[..., Old], series: str, strategy: str) -> None:
    made = old(series)
    new = released(made.site, strategy)
    adopted = new.snapshot(*STEPS.get(strategy, ("migrate",)), "snapshot")
    done = usershift(new, "finalize")
    assert done.returncode == 0, done.stderr
    assert not (new.folder / label(new) / "adoption.py").exists()
    assert not (new.folder / label(new) / "management").exists()
    login = f"login {made.session}"
    assert new.snapshot("check", NO_CHANGES, "migrate", "snapshot", login) == adopted
    check_nothing_lost(made.before, adopted, label(new))
    again = usershift(new, "finalize", "--check")
    assert again.returncode == 0, again.stdout


@pytest.mark.parametrize("strategy", ["two-step", "graft"])
def test_a_fresh_database_after_finalize_and_rename(
    fresh: Callable[..., Site], strategy: str
) -> None:
    site = fresh()
    new = site.grafted() if strategy == "graft" else site.with_users_app(strategy)
    assert usershift(new, "finalize").returncode == 0
    assert usershift(new, "rename-table").returncode == 0
    after = new.snapshot("check", NO_CHANGES, "migrate", NO_CHANGES, "fill", "snapshot")
    assert f"{label(new)}_user" in after["tables"]
    assert "auth_user" not in after["tables"]


@pytest.mark.parametrize("finalized", [True, False], ids=["finalized", "adopting"])
@pytest.mark.parametrize("strategy", ["two-step", "graft"])
def test_renamed_after_each_strategy(
    old: Callable[..., Old], strategy: str, finalized: bool
) -> None:
    made = old("4.2")
    new = released(made.site, strategy)
    adopted = new.snapshot("migrate", "snapshot")
    if finalized:
        assert usershift(new, "finalize").returncode == 0
    done = usershift(new, "rename-table")
    assert done.returncode == 0, done.stderr
    after = new.snapshot(NO_CHANGES, "migrate", NO_CHANGES, "snapshot", f"login {made.session}")
    for table in RENAMED:
        name = table.replace("auth_user", f"{label(new)}_user", 1)
        assert after["tables"][name] == adopted["tables"][table]
    for part in ("permissions", "log", "notes", "types"):
        assert after[part] == adopted[part]
    again = usershift(new, "rename-table")
    assert (again.returncode, again.stdout) == (0, ""), again.stderr


@pytest.mark.parametrize("command", ["finalize", "rename-table"])
def test_the_first_of_two_releases_is_refused(fresh: Callable[..., Site], command: str) -> None:
    site = fresh().with_users_app("two-step", reserved=True)
    settings = site.folder / "settings.py"
    settings.write_text(settings.read_text().replace('    "blog",', '    "blog",\n    "users",'))
    done = usershift(site, command)
    assert done.returncode == 3
    assert "The app users is only reserved" in done.stderr


def test_an_app_without_the_user_model_is_refused(fresh: Callable[..., Site]) -> None:
    new = fresh().with_users_app()
    done = usershift(new, "finalize", "--app", "blog")
    assert done.returncode == 3
    assert "The app blog holds no user model" in done.stderr


def test_what_a_grafted_app_says_of_other_adoptions_stays(fresh: Callable[..., Site]) -> None:
    new = fresh().grafted()
    config = new.folder / "blog/apps.py"
    config.write_text(
        "from django.apps import AppConfig\nfrom django.db.models.signals import pre_migrate\n\n\n"
        "def adoption_of_pets(**kwargs):\n    pass\n\n\n"
        'class BlogConfig(AppConfig):\n    name = "blog"\n\n    def ready(self):\n'
        "        pre_migrate.connect(adoption_of_pets, sender=self)\n"
    )
    before = config.read_text()
    assert usershift(new, "finalize").returncode == 0
    assert config.read_text() == before


def test_sql_in_the_grafted_app_stands_in_the_way_of_the_rename(
    fresh: Callable[..., Site],
) -> None:
    new = fresh().grafted()
    (new.folder / "blog/counts.py").write_text('QUERY = "SELECT count(*) FROM auth_user"\n')
    done = usershift(new, "rename-table")
    assert done.returncode == 3
    assert "blog/counts.py:1" in done.stderr + done.stdout


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


ON_POSTGRESQL = 'DATABASES = {"default": {"ENGINE": "django.db.backends.postgresql"}}\n'


@pytest.mark.parametrize(
    ("series", "more", "outside"),
    [("2.1", "", True), ("2.1", ON_POSTGRESQL, False), ("2.2", "", False)],
    ids=["2.1", "2.1 on PostgreSQL", "2.2"],
)
def test_only_old_djangos_on_sqlite_rename_outside_of_a_transaction(
    fresh: Callable[..., Site], series: str, more: str, outside: bool
) -> None:
    new = fresh(series).with_users_app()
    settings = new.folder / "settings.py"
    settings.write_text(settings.read_text() + more)
    done = usershift(new, "rename-table")
    assert done.returncode == 0, done.stderr
    migration = (new.folder / "users/migrations/0003_rename_table.py").read_text()
    assert ("atomic = False" in migration) is outside


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
