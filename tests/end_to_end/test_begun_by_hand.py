"""A user model that somebody began by hand, on a database that the old code has filled.

The usual first try: a class ``User(AbstractUser)``, the setting, ``makemigrations``, and then
``migrate`` ends with ``InconsistentMigrationHistory``.
"""

from __future__ import annotations

import json
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.cli.called import usershift
from tests.delivery.shapes import git
from tests.environments import django_python
from tests.projects import write_files

OLD = {
    "manage.py": """\
        import os
        import sys

        if __name__ == "__main__":
            os.environ.setdefault("DJANGO_SETTINGS_MODULE", "proj.settings")
            from django.core.management import execute_from_command_line

            execute_from_command_line(sys.argv)
        """,
    "requirements.txt": "Django==4.2.*\n",
    ".gitignore": "*.sqlite3\n__pycache__/\n",
    "proj/__init__.py": "",
    "proj/settings.py": """\
        SECRET_KEY = "x"
        INSTALLED_APPS = [
            "django.contrib.auth",
            "django.contrib.contenttypes",
            "blog",
        ]
        DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": "db.sqlite3"}}
        DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
        """,
    "blog/__init__.py": "",
    "blog/migrations/__init__.py": "",
    "blog/models.py": """\
        from django.conf import settings
        from django.db import models


        class Post(models.Model):
            author = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE)
        """,
}
PLAIN = "from django.contrib.auth.models import AbstractUser\n\n\nclass User(AbstractUser):\n"
KEEPING = '    class Meta(AbstractUser.Meta):\n        db_table = "auth_user"\n'
# As `startapp` writes it.
APPS = """\
    from django.apps import AppConfig


    class UsersConfig(AppConfig):
        default_auto_field = "django.db.models.BigAutoField"
        name = "users"
    """
FILL = """\
from django.contrib.auth import get_user_model
from blog.models import Post
Post.objects.create(author=get_user_model().objects.create_user("ann"))
"""
SHOW = "from blog.models import Post; print(Post.objects.get().author.username)"


@dataclass(frozen=True)
class Begun:
    """The project after the first try; its database holds what the old code wrote."""

    root: Path

    def manage(self, *arguments: str, fails: bool = False) -> str:
        environment = {"PATH": os.environ["PATH"], "PYTHONDONTWRITEBYTECODE": "1"}
        done = subprocess.run(
            [str(django_python("4.2")), "manage.py", *arguments],
            cwd=self.root,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert bool(done.returncode) is fails, done.stdout + done.stderr
        return done.stdout + done.stderr

    def commit(self) -> None:
        git(self.root, "add", "-A")
        git(self.root, "commit", "-qm", "x")

    def holds(self) -> None:
        """A second run changes nothing, Django is content, and the old rows are there."""
        if git(self.root, "status", "--porcelain"):
            self.commit()
        assert usershift(self.root, "migrate", "--dry-run").stdout == ""
        assessed = usershift(self.root, "assess").stdout.split()
        assert "`usershift finalize` is still open" in " ".join(assessed)
        self.manage("check")
        self.manage("makemigrations", "--check", "--dry-run")
        assert self.manage("shell", "-c", SHOW).splitlines()[-1] == "ann"
        (self.root / "db.sqlite3").unlink()
        self.manage("migrate", "-v0")
        self.manage("shell", "-c", FILL)


@pytest.fixture
def old(tmp_path: Path) -> Begun:
    project = Begun(tmp_path / "project")
    write_files(project.root, OLD)
    git(project.root, "init", "-q")
    project.manage("makemigrations", "-v0", "blog")
    project.manage("migrate", "-v0")
    project.manage("shell", "-c", FILL)
    return project


def begin(project: Begun, files: dict[str, str], *, migrations: bool) -> None:
    write_files(
        project.root, {"users/__init__.py": "", "users/migrations/__init__.py": "", **files}
    )
    settings = project.root / "proj/settings.py"
    text = settings.read_text().replace('"blog",', '"blog",\n    "users",')
    settings.write_text(text + 'AUTH_USER_MODEL = "users.User"\n')
    if migrations:
        project.manage("makemigrations", "-v0", "users")
    project.commit()


def test_without_the_table_the_steps_are_named_and_lead_through(old: Begun) -> None:
    begin(old, {"users/models.py": f"{PLAIN}    pass\n"}, migrations=True)
    assert "InconsistentMigrationHistory" in old.manage("migrate", fails=True)
    for arguments in ([], ["--app", "auto"], ["--app", "accounts"], ["--strategy", "graft"]):
        done = usershift(old.root, "migrate", *arguments)
        assert done.returncode == 3
        said = " ".join(done.stderr.split())
        assert (
            '1. set db_table = "auth_user" in the Meta of the class (users/models.py, line 4); '
            "2. delete users/migrations/0001_initial.py; 3. run `usershift migrate` again."
        ) in said
    (old.root / "users/models.py").write_text(PLAIN + KEEPING)
    done = usershift(old.root, "assess")
    assert done.returncode == 3
    assert "makes users.User in a table of its own" in " ".join(done.stdout.split())
    (old.root / "users/migrations/0001_initial.py").unlink()
    old.commit()
    done = usershift(old.root, "migrate")
    assert done.returncode == 0, done.stderr
    old.manage("migrate", "-v0")
    old.holds()


@pytest.mark.parametrize("apps", [{}, {"users/apps.py": APPS}])
def test_with_the_table_and_its_migration_a_command_adopts(
    apps: dict[str, str], old: Begun
) -> None:
    begin(old, {"users/models.py": PLAIN + KEEPING, **apps}, migrations=True)
    assert "InconsistentMigrationHistory" in old.manage("migrate", fails=True)
    book = old.root.parent / "runbook.md"
    assessed = usershift(old.root, "assess").stdout
    done = usershift(old.root, "migrate", "--commit", "--runbook", book, "--format", "json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["strategy"] == "command"
    message = git(old.root, "log", "--format=%B").decode()
    for said in (assessed, done.stdout, message, book.read_text()):
        assert "adopt_users" in " ".join(said.split())
        assert "a plain" not in said
    assert "InconsistentMigrationHistory" in old.manage("migrate", fails=True)
    old.manage("adopt_users")
    old.manage("migrate", "-v0")
    old.holds()
