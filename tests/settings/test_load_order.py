from __future__ import annotations

from pathlib import Path

import pytest

from tests.project.trees import MANAGE, in_git
from transformer.findings import Level
from transformer.options import Options
from transformer.pipeline import chosen_passes, run
from transformer.project import discover
from transformer.resolve import resolve_options

PACKAGES = ".venv/lib/python3.12/site-packages"
MODELS = """\
    from django.contrib.auth.models import AbstractUser


    class User(AbstractUser):
        class Meta(AbstractUser.Meta):
            db_table = "auth_user"
    """
DERIVED = """\
    from django.apps import apps
    from django.conf import settings

    User = apps.get_registered_model(*settings.AUTH_USER_MODEL.split("."))


    class PageUser(User):
        pass
    """
ON_DEMAND = """\
    from django.contrib.auth import get_user_model


    class PageUser(get_user_model()):
        pass
    """
ASKING = """\
    from django.contrib import admin
    from django.contrib.auth import get_user_model

    if admin.site.is_registered(get_user_model()):
        admin.site.unregister(get_user_model())
    """
IN_FUNCTION = """\
    from django.contrib import admin
    from django.contrib.auth import get_user_model


    def is_there():
        return admin.site.is_registered(get_user_model())
    """


def migrated(root: Path, settings: str, **packaged: str) -> tuple[bytes, list[str]]:
    """The settings afterwards, and the blockers."""
    files = {
        "manage.py": MANAGE.format("mysite.settings"),
        "mysite/__init__.py": "",
        "mysite/settings.py": settings,
        "blog/__init__.py": "",
        "blog/models.py": "",
        ".gitignore": ".venv/\n",
        ".venv/pyvenv.cfg": "",
        f"{PACKAGES}/django-5.2.dist-info/METADATA": "",
        f"{PACKAGES}/pages/__init__.py": "",
        **({"users/__init__.py": "", "users/models.py": MODELS} if '"users"' in settings else {}),
        **{f"{PACKAGES}/pages/{name}.py": text for name, text in packaged.items()},
    }
    project = discover(in_git(root, files))
    resolved = resolve_options(project, Options(), None, chosen_passes(("settings",)))
    done = run(project, resolved.options, resolved.passes)
    blockers = [f.message for f in done.findings if f.level is Level.BLOCKER]
    return done.tree.read("mysite/settings.py"), blockers


@pytest.mark.parametrize(
    ("packaged", "apps"),
    [
        ({"models": DERIVED}, b'["django.contrib.auth", "users", "pages", "blog"]'),
        ({"admin": ASKING}, b'["django.contrib.auth", "users", "pages", "blog"]'),
        ({"models": ON_DEMAND}, b'["django.contrib.auth", "pages", "blog", "users"]'),
        ({"admin": IN_FUNCTION}, b'["django.contrib.auth", "pages", "blog", "users"]'),
    ],
    ids=["registered model", "admin", "model on demand", "admin in a function"],
)
def test_the_users_app_comes_before_what_needs_it_loaded(
    packaged: dict[str, str], apps: bytes, tmp_path: Path
) -> None:
    settings = 'INSTALLED_APPS = ["django.contrib.auth", "pages", "blog"]\n'
    text, blockers = migrated(tmp_path, settings, **packaged)
    assert b"INSTALLED_APPS = " + apps in text
    assert blockers == []


def test_an_order_that_cannot_be_mended_stops_the_migration(tmp_path: Path) -> None:
    settings = 'INSTALLED_APPS = ["pages", "blog", "users", "django.contrib.auth"]\n'
    _, blockers = migrated(tmp_path, settings, models=DERIVED)
    assert [b for b in blockers if "'pages' stands before 'users'" in b] == blockers != []
