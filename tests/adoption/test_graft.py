"""Strategy graft: the model goes into the first migration of an app that is there."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.adoption.conftest import Old
from tests.adoption.proof import check_nothing_lost
from tests.adoption.sites import Site
from tests.adoption.vendors import OTHERS
from transformer.errors import Refused

NO_CHANGES = "makemigrations --check --dry-run"


@pytest.mark.parametrize(("vendor", "series"), OTHERS)
def test_an_existing_database_adopts_by_migrate(
    old: Callable[..., Old], vendor: str, series: str
) -> None:
    made = old(series, vendor)
    new = made.site.grafted()
    after = new.snapshot("check", NO_CHANGES, "migrate", NO_CHANGES, "snapshot")
    check_nothing_lost(made.before, after, "blog")


@pytest.mark.parametrize(("vendor", "series"), OTHERS)
def test_a_fresh_database(fresh: Callable[..., Site], vendor: str, series: str) -> None:
    new = fresh(series, vendor).grafted()
    after = new.snapshot("migrate", NO_CHANGES, "fill", "migrate", "snapshot")
    assert [type_[1:] for type_ in after["types"]] == [["blog", "user"]]


def test_a_table_that_does_not_match_is_refused(old: Callable[..., Old]) -> None:
    site = old().site
    site.run("sql ALTER TABLE auth_user RENAME COLUMN email TO mail")
    new = site.grafted()
    before = new.run("rows")
    complaint = new.complaint("migrate")
    assert "cannot adopt blog.User; nothing was changed" in complaint
    assert new.run("rows") == before


def test_a_database_without_the_first_migration_is_left_alone(fresh: Callable[..., Site]) -> None:
    site = fresh()
    site.run("migrate admin")
    before = site.run("rows")
    new = site.grafted()
    assert "InconsistentMigrationHistory" in new.complaint("migrate")
    assert new.run("rows") == before


def test_a_cycle_is_refused(fresh: Callable[..., Site]) -> None:
    site = fresh()
    first = site.folder / "blog/migrations/0001_initial.py"
    text = first.read_text().replace('("auth", "0008', '("zoo", "0001_initial"), ("auth", "0008')
    first.write_text(text)
    (site.folder / "zoo/migrations").mkdir(parents=True)
    (site.folder / "zoo/migrations/0001_initial.py").write_text(
        "from django.conf import settings\nfrom django.db import migrations\n\n\n"
        "class Migration(migrations.Migration):\n"
        "    dependencies = [migrations.swappable_dependency(settings.AUTH_USER_MODEL)]\n"
    )
    with pytest.raises(Refused, match="would have a cycle"):
        site.grafted()


def test_a_package_that_may_need_the_user_is_refused(fresh: Callable[..., Site]) -> None:
    site = fresh()
    first = site.folder / "blog/migrations/0001_initial.py"
    first.write_text(
        first.read_text().replace('("auth", "0008', '("admin", "0001"), ("auth", "0008')
    )
    with pytest.raises(Refused, match=r"depends on admin.0001, whose file is not in the project"):
        site.grafted()


def test_an_adoption_of_the_app_itself_is_not_overwritten(fresh: Callable[..., Site]) -> None:
    site = fresh()
    (site.folder / "blog/adoption.py").write_text("PETS = []\n")
    with pytest.raises(Refused, match=r"has an adoption\.py"):
        site.grafted()


@pytest.mark.parametrize(
    "operation",
    [
        'migrations.RenameModel("User", "Person")',
        'migrations.RenameModel(old_name="Person", new_name="User")',
        'migrations.CreateModel("user", fields=[])',
        'migrations.SeparateDatabaseAndState(state_operations=[migrations.DeleteModel("User")])',
    ],
)
def test_a_history_with_a_user_of_its_own_is_refused(
    operation: str, fresh: Callable[..., Site]
) -> None:
    site = fresh()
    (site.folder / "blog/migrations/0009_person.py").write_text(
        "from django.db import migrations\n\n\nclass Migration(migrations.Migration):\n"
        f'    dependencies = [("blog", "0001_initial")]\n    operations = [{operation}]\n'
    )
    with pytest.raises(Refused, match=r"0009_person\.py, line 6: .* has a model User of its own"):
        site.grafted()


def squashed_in_a_package(site: Site) -> None:
    """The app with a package of models, and a squashed migration that replaces its first one."""
    blog = site.folder / "blog"
    first = (blog / "migrations/0001_initial.py").read_text()
    replaces = '    replaces = [("blog", "0001_initial")]\n    initial = True\n'
    assert "    initial = True\n" in first
    (blog / "migrations/0001_squashed_0001.py").write_text(
        first.replace("    initial = True\n", replaces, 1)
    )
    (blog / "models").mkdir()
    (blog / "models.py").rename(blog / "models/rows.py")
    (blog / "models/__init__.py").write_text("from .rows import *\n")


def test_squashed_migrations_and_a_package_of_models(old: Callable[..., Old]) -> None:
    made = old()
    squashed_in_a_package(made.site)
    new = made.site.grafted()
    after = new.snapshot("check", NO_CHANGES, "migrate", NO_CHANGES, "snapshot")
    check_nothing_lost(made.before, after, "blog")


def test_squashed_migrations_on_a_fresh_database(fresh: Callable[..., Site]) -> None:
    site = fresh()
    squashed_in_a_package(site)
    after = site.grafted().snapshot("migrate", NO_CHANGES, "fill", "migrate", "snapshot")
    assert [type_[1:] for type_ in after["types"]] == [["blog", "user"]]


def test_a_user_in_a_package_of_models_is_refused(fresh: Callable[..., Site]) -> None:
    site = fresh()
    squashed_in_a_package(site)
    (site.folder / "blog/models/people.py").write_text("class User:\n    pass\n")
    with pytest.raises(Refused, match=r"models/people\.py has a class User already"):
        site.grafted()
