"""Databases that are not as Django's tutorial makes them: schemas, replicas, names, wide keys."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.adoption.conftest import Old
from tests.adoption.databases import Database
from tests.adoption.proof import check_nothing_lost
from tests.adoption.sites import Site, old_site
from tests.adoption.vendors import VENDORS

PARTLY = ("migrate contenttypes", "use")
READ_ONLY = {
    "sqlite": {"uri": True},
    "postgresql": {"options": "-c default_transaction_read_only=on"},
    "mariadb": {"init_command": "SET SESSION TRANSACTION READ ONLY"},
}
WIDEN_POSTGRESQL = """
DO $$ DECLARE found record; BEGIN
FOR found IN SELECT conrelid::regclass AS t, attname AS c FROM pg_constraint
    JOIN pg_attribute ON attrelid = conrelid AND attnum = conkey[1]
    WHERE contype = 'f' AND confrelid = 'auth_user'::regclass
LOOP EXECUTE format('ALTER TABLE %s ALTER COLUMN %I TYPE bigint', found.t, found.c); END LOOP;
END $$;
ALTER TABLE auth_user ALTER COLUMN id TYPE bigint;
"""
REFERENCES = """
SELECT k.TABLE_NAME, k.COLUMN_NAME, k.CONSTRAINT_NAME, IF(c.IS_NULLABLE = 'NO', 'NOT NULL', 'NULL')
FROM information_schema.KEY_COLUMN_USAGE k JOIN information_schema.COLUMNS c
    USING (TABLE_SCHEMA, TABLE_NAME, COLUMN_NAME)
WHERE k.REFERENCED_TABLE_NAME = 'auth_user' AND k.TABLE_SCHEMA = DATABASE();
"""


def widen(database: Database) -> None:
    """Make the key of the users, and all that refers to it, as Django 3.2 and newer would."""
    if database.vendor == "postgresql":
        database.execute(WIDEN_POSTGRESQL)
        return
    # It changes no column that a constraint is on.
    away, wide, back = "", "ALTER TABLE auth_user MODIFY id bigint AUTO_INCREMENT;", ""
    for line in database.execute(REFERENCES).splitlines():
        table, column, name, null = line.split("\t")
        away += f"ALTER TABLE {table} DROP FOREIGN KEY {name};"
        wide += f"ALTER TABLE {table} MODIFY {column} bigint {null};"
        back += f"ALTER TABLE {table} ADD CONSTRAINT {name} FOREIGN KEY ({column})"
        back += " REFERENCES auth_user (id);"
    database.execute(away + wide + back)


@pytest.mark.services
@pytest.mark.parametrize("vendor", ["mariadb", pytest.param("postgresql", marks=pytest.mark.soak)])
def test_keys_of_64_bits(old: Callable[..., Old], vendor: str) -> None:
    made = old("4.2", vendor)
    widen(made.site.databases["default"])
    new = made.site.with_users_app(pk="BigAutoField")
    after = new.snapshot("migrate", "makemigrations --check --dry-run", "snapshot")
    check_nothing_lost(made.before, after)


@pytest.mark.parametrize("vendor", VENDORS)
def test_nothing_is_read_from_a_replica_that_is_behind(
    old: Callable[..., Old], database: Callable[[str], Database], vendor: str
) -> None:
    """It is empty, and takes no writing: whoever asks it fails."""
    made = old("4.2", vendor)
    behind = database(vendor)
    if vendor == "sqlite":
        sqlite3.connect(behind.name).close()
        behind = replace(behind, name=f"file:{behind.name}?mode=ro")
    behind = replace(behind, options=READ_ONLY[vendor])
    new = made.site.with_users_app()
    new.run(*PARTLY)
    routed = replace(
        new,
        databases={**new.databases, "replica": behind},
        environment={"ROUTERS": '["routers.Replica"]'},
    )
    routed.run("migrate")
    after = new.snapshot()
    assert [label for _, label, _ in after["types"]] == ["users"]
    assert after["permissions"] == made.before["permissions"] | {"user3": ["?.change_user"]}


@pytest.mark.services
def test_a_schema_beside_one_with_tables_of_the_same_names(
    tmp_path: Path, database: Callable[[str], Database]
) -> None:
    plain = database("postgresql")
    plain.execute(
        "CREATE SCHEMA site; CREATE TABLE auth_user (id bigint, name text);"
        "INSERT INTO auth_user VALUES (7, 'other');"
        "CREATE TABLE django_content_type (id int, app_label text, model text);"
        "INSERT INTO django_content_type VALUES (1, 'auth', 'user')"
    )
    inside = replace(plain, options={"options": "-c search_path=site,public"})
    site = old_site(tmp_path / "project", "4.2", default=inside)
    session = site.run("migrate", "fill")
    before = site.snapshot()
    new = site.with_users_app()
    check_nothing_lost(before, new.snapshot("migrate", "snapshot", f"login {session}"))
    assert plain.execute("SELECT * FROM public.auth_user") == "7|other\n"
    assert plain.execute("SELECT * FROM public.django_content_type") == "1|auth|user\n"


@pytest.mark.parametrize("vendor", VENDORS)
def test_tables_whose_names_need_quotes(old: Callable[..., Old], vendor: str) -> None:
    """No constraint leads from this one to the content type: only the migrations know."""
    made = old("4.2", vendor)
    migration = made.site.folder / "blog/migrations/0003_quoted.py"
    migration.write_text(
        "from django.db import migrations\n\n\nclass Migration(migrations.Migration):\n"
        '    dependencies = [("blog", "0002_profiles")]\n'
        '    operations = [migrations.AlterModelTable("label", "Blog Label")]\n'
    )
    models = made.site.folder / "blog/models.py"
    unique = '    class Meta:\n        unique_together = [("content_type",'
    assert unique in models.read_text()
    quoted = unique.replace("Meta:\n", 'Meta:\n        db_table = "Blog Label"\n')
    models.write_text(models.read_text().replace(unique, quoted))
    made.site.run("migrate", "makemigrations --check --dry-run")
    before = made.site.snapshot()
    new = made.site.with_users_app()
    new.run("migrate contenttypes", "use")
    check_follows(new, "Blog Label", before["tables"]["Blog Label"])


def test_a_database_that_spells_a_table_in_another_case(old: Callable[..., Old]) -> None:
    """As MariaDB and MySQL do on Windows, where all names become lower case."""
    made = old()
    before = made.before["tables"]["blog_label"]
    made.site.run("sql ALTER TABLE blog_label RENAME TO other")
    made.site.run("sql ALTER TABLE other RENAME TO BLOG_Label")
    new = made.site.with_users_app()
    new.run(*PARTLY)
    check_follows(new, "BLOG_Label", before)


def check_follows(new: Site, table: str, before: object) -> None:
    """The rows refer to the row that is kept, also those that referred to the other one."""
    extra = next(id_ for id_, label, _ in new.snapshot()["types"] if label == "users")
    new.run(f"label {extra} more None")
    after = new.snapshot("migrate", "snapshot")
    ((kept, label, _),) = after["types"]
    assert label == "users"
    quote = "`" if new.databases["default"].vendor == "mariadb" else '"'
    others = f"FROM {quote}{table}{quote} WHERE content_type_id <> {kept}"
    assert new.run(f"sql SELECT COUNT(*) {others}") == "0"
    assert after["tables"][table][0] == before[0] + 1
