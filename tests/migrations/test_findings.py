"""What the migrations pass refuses, and what it leaves to a person."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.migrations.rewriting import rewritten
from transformer.findings import Level

MIGRATION = """\
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [migrations.swappable_dependency(settings.AUTH_USER_MODEL)]
{0}
"""
FIELD = "models.CharField(max_length=9)"
ON_USER = f'    operations = [migrations.AddField("user", "phone", {FIELD})]\n'
SQL = "    operations = [migrations.RunSQL('DELETE FROM auth_user')]"


def levels(root: Path, body: str) -> set[tuple[str, Level]]:
    _, findings = rewritten(root, MIGRATION.format(body))
    return {(finding.code, finding.level) for finding in findings}


@pytest.mark.parametrize(
    "body",
    [
        f"{ON_USER}    app_label = 'auth'",
        f"{ON_USER}    def __init__(self, name, app): super().__init__(name, 'auth')",
        f"{ON_USER}    def mutate_state(self, s, preserve=True): Op().state_forwards('auth', s)",
        f"{ON_USER}\n\nMigration.app_label = 'auth'",
        f"    operations = [AddTo(app_label='auth', model_name='user', field={FIELD})]",
        "    replaces = [('auth', '0001_initial')]",
        f"    run_before = [('auth', '0002_alter_permission_name_max_length')]\n{SQL}",
        "    operations = [CreateModel('User', [], options={'swappable': 'AUTH_USER_MODEL'})]",
    ],
)
def test_a_migration_of_the_user_itself_blocks(body: str, tmp_path: Path) -> None:
    assert ("US508", Level.BLOCKER) in levels(tmp_path, body)


@pytest.mark.parametrize(
    "body",
    [
        ON_USER,
        f"    operations = [migrations.AddField('group', 'size', {FIELD})]\n    app_label = 'auth'",
        "    replaces = [('blog', '0001_initial')]",
        f"    run_before = [('shop', '0001_initial')]\n{SQL}",
        "    operations = [AddTo(app_label='auth', model_name='group')]",
        "    def f(apps, _):\n        apps.get_model(app_label='auth', model_name='User')",
        "    def f(a, _):\n        app_label = 'auth'\n        a.get_model(app_label, 'User')",
    ],
)
def test_a_migration_of_something_else_does_not(body: str, tmp_path: Path) -> None:
    assert Level.BLOCKER not in {level for _, level in levels(tmp_path, body)}


@pytest.mark.parametrize(
    "body",
    [
        "    MODELS = [('auth', 'User'), ('blog', 'Post')]",
        "    MODEL = 'auth.User'",
        "    through = 'auth.user_groups'",
        "    operations = [migrations.RunPython(lambda a, _: a.get_model('auth', NAME))]",
        "    operations = [migrations.RunPython(lambda a, _: a.all_models['auth'])]",
        "    operations = [migrations.RunPython(lambda a, _: f(a.get_model, 'auth', 'User'))]",
    ],
)
def test_what_may_mean_the_user_is_named(body: str, tmp_path: Path) -> None:
    assert Level.TODO in {level for _, level in levels(tmp_path, body)}


@pytest.mark.parametrize(
    "body",
    [
        "    dependencies = [('auth', '0001_initial'), (settings.AUTH_USER_MODEL, '__first__')]",
        "    MODELS = [('auth', 'Group'), ('blog', 'User')]",
        "    MODEL = getattr(settings, 'AUTH_USER_MODEL', settings.X)",
        "    operations = [migrations.RunPython(lambda a, _: a.get_model('auth', 'Group'))]",
    ],
)
def test_what_does_not_mean_the_user_is_not(body: str, tmp_path: Path) -> None:
    assert levels(tmp_path, body) == set()


def test_an_edited_lookup_says_what_pending_databases_need(tmp_path: Path) -> None:
    body = "    def f(apps, _):\n        ContentType.objects.get(app_label='auth', model='user')"
    text, findings = rewritten(tmp_path, MIGRATION.format(body))
    assert "app_label='users', model='user'" in text
    assert [(f.code, f.level) for f in findings] == [("US507", Level.REVIEW)]
    assert "migrate users" in findings[0].remedy


def test_choices_of_a_field_are_no_lookup(tmp_path: Path) -> None:
    body = "    x = models.F(limit_choices_to=models.Q(('app_label', 'auth'), ('model', 'user')))"
    text, findings = rewritten(tmp_path, MIGRATION.format(body))
    assert "('app_label', 'users'), ('model', 'user')" in text
    assert not findings


def test_a_permission_in_a_data_migration(tmp_path: Path) -> None:
    body = "    def f(apps, _):\n        assign_perm('auth.change_user', group)"
    text, _ = rewritten(tmp_path, MIGRATION.format(body))
    assert "assign_perm('users.change_user', group)" in text


def test_a_migration_outside_of_a_folder_of_that_name(tmp_path: Path) -> None:
    source = MIGRATION.format("    operations = [m.AddField('a', 'b', m.FK(to='auth.User'))]")
    text, _ = rewritten(tmp_path, source, path="blog/db_history/0001_initial.py")
    assert "m.FK(to=settings.AUTH_USER_MODEL)" in text


def test_what_is_no_migration_is_not_touched(tmp_path: Path) -> None:
    source = "class Migration(models.Model):\n    user = models.ForeignKey('auth.User')\n"
    text, findings = rewritten(tmp_path, source, path="blog/models.py")
    assert (text, findings) == (source, [])
