"""Settings that the migration leaves: with a user model of their own, or not chosen."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from tests.environments import django_python
from tests.project.trees import MANAGE, in_git
from tests.projects import write_files
from transformer.findings import Level
from transformer.options import Options
from transformer.pipeline import Migration, chosen_passes, run
from transformer.project import discover
from transformer.resolve import resolve_options

BASE = """\
    SECRET_KEY = "x"
    INSTALLED_APPS = ["django.contrib.auth", "django.contrib.contenttypes", "blog"]
    DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
    DEFAULT_AUTO_FIELD = "django.db.models.AutoField"
    """
FILES = {
    "manage.py": MANAGE.format("mysite.settings"),
    "mysite/__init__.py": "",
    "mysite/settings.py": BASE,
    "blog/__init__.py": "",
    "blog/models.py": """\
        from django.conf import settings
        from django.db import models


        class Post(models.Model):
            author = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE)
        """,
    "blog/tests.py": """\
        from django.contrib.auth import get_user_model
        from django.test import TestCase

        from blog.models import Post


        class PostTests(TestCase):
            def test_author(self):
                author = get_user_model().objects.create_user("ann")
                assert Post.objects.create(author=author).author_id
        """,
    "people/__init__.py": "",
    "people/models.py": """\
        from django.contrib.auth.models import AbstractUser


        class Person(AbstractUser):
            pass
        """,
    "mysite/test_settings.py": """\
        from .settings import *

        INSTALLED_APPS = INSTALLED_APPS + ["people"]
        AUTH_USER_MODEL = "people.Person"
        """,
}


def migrated(root: Path, files: dict[str, str], *settings: str) -> Migration:
    project = discover(in_git(root, files), settings=settings)
    resolved = resolve_options(project, Options(), None, chosen_passes(("settings", "users-app")))
    return run(project, resolved.options, resolved.passes)


def changed(done: Migration) -> dict[str, str]:
    return {c.path: (c.after or b"").decode() for c in done.changes}


def said(done: Migration) -> list[tuple[str, Level]]:
    return [(f.path, f.level) for f in done.findings if f.code == "US108"]


def test_settings_with_a_model_of_their_own_stay_and_still_work(tmp_path: Path) -> None:
    done = migrated(tmp_path, FILES)
    files = changed(done)
    assert 'AUTH_USER_MODEL = "users.User"' in files["mysite/settings.py"]
    assert "mysite/test_settings.py" not in files
    assert said(done) == [("mysite/test_settings.py", Level.REVIEW)]
    write_files(tmp_path, {path: text.encode() for path, text in files.items()})
    for settings in ("mysite.settings", "mysite.test_settings"):
        run_tests = subprocess.run(
            [str(django_python("5.2")), "manage.py", "test", "--settings", settings],
            cwd=tmp_path,
            env={"PATH": os.environ["PATH"], "PYTHONDONTWRITEBYTECODE": "1"},
            capture_output=True,
            text=True,
            check=False,
        )
        assert run_tests.returncode == 0, run_tests.stderr


def test_a_list_of_their_own_keeps_its_bytes(tmp_path: Path) -> None:
    own = 'INSTALLED_APPS = ["django.contrib.auth", "people"]\nAUTH_USER_MODEL = "people.Person"\n'
    done = migrated(tmp_path, {**FILES, "mysite/test_settings.py": own})
    assert sorted(p for p in changed(done) if p.startswith("mysite")) == ["mysite/settings.py"]
    assert not done.blockers


def test_the_first_settings_decide_whether_the_project_has_a_model(tmp_path: Path) -> None:
    first = f'{BASE}    AUTH_USER_MODEL = "people.Person"\n'
    done = migrated(tmp_path, {**FILES, "mysite/settings.py": first})
    assert [f.code for f in done.blockers] == ["US102"]


CHOSEN = {
    "mysite/base.py": BASE,
    "mysite/settings.py": "from .base import *\n\nINSTALLED_APPS += ['people']\n",
    "mysite/stage.py": "from .base import *\n\nLOGIN_URL = '/in/'\n",
}


def without_test_settings() -> dict[str, str]:
    return {p: text for p, text in FILES.items() if p != "mysite/test_settings.py"}


def test_what_was_not_chosen_and_shares_the_list_gets_both_names(tmp_path: Path) -> None:
    done = migrated(tmp_path, without_test_settings() | CHOSEN, "mysite.settings")
    text = changed(done)["mysite/base.py"]
    assert '"blog", "users"]' in text
    assert 'AUTH_USER_MODEL = "users.User"' in text
    assert said(done) == []


def test_what_was_not_chosen_and_cannot_be_served_is_named(tmp_path: Path) -> None:
    stage = "from .base import *\n\nINSTALLED_APPS, LOGIN_URL = composed()\n"
    done = migrated(
        tmp_path, without_test_settings() | CHOSEN | {"mysite/stage.py": stage}, "mysite.settings"
    )
    assert not done.blockers
    assert said(done) == [("mysite/stage.py", Level.TODO)]


def test_a_base_that_a_branch_of_the_package_reads_too_gets_the_model(tmp_path: Path) -> None:
    package = "try:\n    from .local import *\nexcept ImportError:\n    from .base import *\n"
    files = {name: text for name, text in FILES.items() if name != "mysite/settings.py"} | {
        "manage.py": MANAGE.format("mysite.settings.dev"),
        "mysite/settings/__init__.py": package,
        "mysite/settings/base.py": BASE,
        "mysite/settings/dev.py": "from .base import *\n\nDEBUG = True\n",
    }
    text = changed(migrated(tmp_path, files))
    assert "AUTH_USER_MODEL" in text["mysite/settings/base.py"]
    assert "mysite/settings/dev.py" not in text
