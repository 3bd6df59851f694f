from __future__ import annotations

from pathlib import Path

import pytest

from tests.pipeline import Done
from tests.project.trees import in_git, plain
from tests.settings.shapes import migrate
from transformer.findings import Level


def settings(tmp_path: Path, text: str, **files: str) -> Done:
    return migrate(in_git(tmp_path, {**plain(), "mysite/settings.py": text, **files}))


def blockers(migrated: Done) -> list[str]:
    return [f.code for f in migrated.findings if f.level is Level.BLOCKER]


def test_another_user_model(tmp_path: Path) -> None:
    text = "INSTALLED_APPS = ['blog']\nAUTH_USER_MODEL = 'blog.Member'\n"
    migrated = settings(tmp_path, text)
    assert blockers(migrated) == ["US102"]
    assert "'blog.Member'" in migrated.findings[0].message
    assert migrated.findings[0].line == 2


def test_another_user_model_in_one_branch(tmp_path: Path) -> None:
    text = "INSTALLED_APPS = ['blog']\nif X:\n    AUTH_USER_MODEL = 'blog.Member'\n"
    assert blockers(settings(tmp_path, text)) == ["US102"]


def test_no_place_for_the_app(tmp_path: Path) -> None:
    text = "from elsewhere import *\nif X:\n    INSTALLED_APPS = make()\n"
    migrated = settings(tmp_path, text)
    assert blockers(migrated) == ["US101"]
    assert '"users"' in migrated.findings[0].remedy
    assert "mysite/settings.py" in migrated.findings[0].remedy


@pytest.mark.parametrize(
    "text",
    [
        "MIGRATION_MODULES = {'auth': None}\n",
        "MIGRATION_MODULES = dict(auth=None)\n",
        "MIGRATION_MODULES = {}\nMIGRATION_MODULES['auth'] = None\n",
        "MIGRATION_MODULES = {'blog': None}\nMIGRATION_MODULES.update({'auth': None})\n",
        "if DEBUG:\n    MIGRATION_MODULES = {'auth': None}\n",
        "from mysite.parts import MIGRATION_MODULES\n",
    ],
)
def test_an_entry_for_auth_in_migration_modules(tmp_path: Path, text: str) -> None:
    parts = {"mysite/parts.py": "MIGRATION_MODULES = {'auth': None}\n"}
    migrated = settings(tmp_path, "INSTALLED_APPS = ['blog']\n" + text, **parts)
    assert [(f.code, f.level) for f in migrated.findings] == [("US105", Level.TODO)]


def test_no_app_has_migrations(tmp_path: Path) -> None:
    text = (
        "class Without:\n    def __contains__(self, app):\n        return True\n\n"
        "    def __getitem__(self, app):\n        return None\n\n\n"
        "INSTALLED_APPS = ['blog']\nMIGRATION_MODULES = Without()\n"
    )
    assert not settings(tmp_path, text).findings


def test_the_migrations_of_auth_are_elsewhere(tmp_path: Path) -> None:
    text = "INSTALLED_APPS = ['blog']\nMIGRATION_MODULES = {'auth': 'blog.auth_migrations'}\n"
    migrated = settings(tmp_path, text)
    assert blockers(migrated) == ["US105"]
    assert "--strategy command" in migrated.findings[0].remedy
    assert migrated.findings[0].line == 2


def test_a_settings_file_that_does_not_parse_is_no_crash(tmp_path: Path) -> None:
    files = {"mysite/settings_broken.py": "INSTALLED_APPS = [\n"}
    migrated = settings(tmp_path, "INSTALLED_APPS = ['blog']\n", **files)
    assert not blockers(migrated)
    assert [change.path for change in migrated.changes] == ["mysite/settings.py"]


def test_a_run_that_computes_the_list_of_another_is_left_to_it(tmp_path: Path) -> None:
    text = "INSTALLED_APPS = ['blog']\nif X:\n    INSTALLED_APPS = unique(INSTALLED_APPS) + ['a']\n"
    migrated = settings(tmp_path, text)
    assert [(f.code, f.level) for f in migrated.findings] == [("US101", Level.REVIEW)]
    changed = migrated.changes[0].after.decode()
    assert "['blog', 'users']" in changed
    assert "+ ['a']\n" in changed
