"""`auth.user` beside an adopted model: `migrate` warns, with the command that folds it in."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.adoption.conftest import Old
from tests.adoption.proof import check_nothing_lost
from tests.adoption.sites import PROJECT, Site
from tests.adoption.vendors import SERVERS
from tests.environments import SERIES

LATE = [pytest.mark.services, pytest.mark.soak]
VENDORS = ["sqlite", *(pytest.param(vendor, marks=LATE) for vendor in SERVERS)]
WARNING = "has the content type auth.user, although the user model is users.User"


def faked(new: Site) -> str:
    """Who takes an error of the history for a mistake of Django's does this."""
    return new.warning("migrate users --fake")


@pytest.mark.parametrize("vendor", VENDORS)
def test_an_adoption_with_fake(old: Callable[..., Old], vendor: str) -> None:
    made = old("4.2", vendor)
    new = made.site.with_users_app()
    warning = faked(new)
    assert WARNING in warning
    new.run("migrate")
    lost = new.snapshot()
    assert len(lost["types"]) == 2
    assert "?.change_user" not in lost["permissions"]["user1"]
    assert WARNING in new.warning("migrate")
    new.obey(warning)
    after = new.snapshot()
    assert [label for _, label, _ in after["types"]] == ["users"]
    for part in ("permissions", "log", "notes"):
        assert after[part] == made.before[part]
    assert not [key for key, count in after["foreign_keys"] if count]
    assert WARNING not in new.warning("migrate", "check")


@pytest.mark.parametrize("vendor", VENDORS)
def test_old_code_that_was_put_back(old: Callable[..., Old], vendor: str) -> None:
    """Without the runbook's first step: it makes auth.user again, and grants by it."""
    made = old("4.2", vendor)
    new = made.site.with_users_app()
    assert new.warning("migrate") == ""
    kept = new.snapshot()["types"]
    replace(new, model="").run("migrate", "use")
    warning = new.warning("migrate")
    assert WARNING in warning
    new.obey(warning)
    after = new.snapshot("snapshot", f"login {made.session}", "migrate", "snapshot")
    # Processes that run have the id of this row in memory.
    assert after["types"] == kept
    assert after["permissions"] == made.before["permissions"] | {"user3": ["?.change_user"]}
    assert len(after["notes"]) == 2 * len(made.before["notes"])
    assert after["user_permissions"] == made.before["user_permissions"]


def test_what_came_after_the_adoption_stays(old: Callable[..., Old]) -> None:
    """A later migration of the app is not undone, as `migrate users 0001_initial` would."""
    new = old().site.with_users_app()
    new.run("migrate")
    later = new.folder / "users/migrations/0003_nickname.py"
    later.write_text(
        "from django.db import migrations, models\n\n\nclass Migration(migrations.Migration):\n"
        '    dependencies = [("users", "0002_adopt_content_type")]\n'
        '    operations = [migrations.AddField("user", "nickname",'
        ' models.CharField(max_length=9, default="ann"))]\n'
    )
    models = new.folder / "users/models.py"
    field = '    nickname = models.CharField(max_length=9, default="ann")\n\n    class Meta('
    models.write_text(
        "from django.db import models\n" + models.read_text().replace("    class Meta(", field)
    )
    new.run("migrate", "makemigrations --check --dry-run")
    new.run("sql UPDATE auth_user SET nickname = 'bob'")
    new.run("sql INSERT INTO django_content_type (app_label, model) VALUES ('auth', 'user')")
    new.obey(new.warning("migrate"))
    assert new.run("sql SELECT MIN(nickname) FROM auth_user") == "bob"
    assert len(new.snapshot()["types"]) == 1


@pytest.mark.parametrize("series", [SERIES[0], pytest.param(SERIES[-1], marks=pytest.mark.soak)])
def test_on_other_djangos(old: Callable[..., Old], series: str) -> None:
    made = old(series)
    new = made.site.with_users_app()
    warning = faked(new)
    new.run("migrate")
    new.obey(warning)
    assert new.snapshot()["permissions"] == made.before["permissions"]
    assert WARNING not in new.warning("migrate")


def test_with_a_grafted_model(old: Callable[..., Old]) -> None:
    made = old()
    new = made.site.grafted()
    warning = new.warning("migrate --fake")
    assert "although the user model is blog.User" in warning
    new.run("migrate")
    new.obey(warning)
    assert new.snapshot()["permissions"] == made.before["permissions"]
    assert new.warning("migrate") == ""


def test_the_old_code_says_nothing(old: Callable[..., Old]) -> None:
    made = old()
    new = made.site.with_users_app()
    new.run("migrate", "migrate users 0001_initial")
    shutil.rmtree(new.folder)
    shutil.copytree(PROJECT, new.folder)
    assert replace(new, model="").warning("migrate") == ""


def test_a_fold_of_nothing_changes_nothing(old: Callable[..., Old]) -> None:
    made = old()
    new = made.site.with_users_app()
    new.run("migrate")
    code = "from users.adoption import fold_in; fold_in('default')"
    new.obey(f'    python manage.py shell -c "{code}"')
    check_nothing_lost(made.before, new.snapshot())
