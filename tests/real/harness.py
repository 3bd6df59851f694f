"""Runs rewritten code under a real Django, next to the same code as it was before.

A :class:`Case` is a handful of files, a probe, and what the probe must print. ``check_runs`` puts
the files of all cases through the passes, starts one Python per Django, and runs every probe twice
against a project whose user model is ``users.User``: over the rewritten files, and over the files
as they were. A case whose probe prints the same in both proves nothing, and fails.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from textwrap import dedent

from tests.environments import django_python
from tests.pipeline import run_passes
from tests.projects import write_files
from transformer.options import Options

SERIES = ("3.2", "4.2", "5.2", "6.0")
DRIVER = Path(__file__).with_name("driver.py")

USERS_APP = {
    "users/__init__.py": "",
    "users/apps.py": """\
        from django.apps import AppConfig


        class UsersConfig(AppConfig):
            name = "users"
            default_auto_field = "django.db.models.AutoField"
        """,
    "users/models.py": """\
        from django.contrib.auth.models import AbstractUser


        class User(AbstractUser):
            class Meta(AbstractUser.Meta):
                db_table = "auth_user"
        """,
    "project_settings.py": """\
        SECRET_KEY = "x"
        DEBUG = True
        ALLOWED_HOSTS = ["*"]
        USE_TZ = True
        ROOT_URLCONF = "project_urls"
        AUTH_USER_MODEL = "users.User"
        DEFAULT_AUTO_FIELD = "django.db.models.AutoField"
        PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
        DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
        INSTALLED_APPS = [
            "users",
            "django.contrib.admin",
            "django.contrib.auth",
            "django.contrib.contenttypes",
            "django.contrib.sessions",
            "django.contrib.messages",
        ]
        MIDDLEWARE = [
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware",
        ]
        TEMPLATES = [
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "APP_DIRS": True,
                "OPTIONS": {
                    "context_processors": [
                        "django.template.context_processors.request",
                        "django.contrib.auth.context_processors.auth",
                        "django.contrib.messages.context_processors.messages",
                    ]
                },
            }
        ]


        class _NoMigrations(dict):
            def __contains__(self, label):
                return True

            def __getitem__(self, label):
                return None


        MIGRATION_MODULES = _NoMigrations()
        """,
    "project_urls.py": """\
        from django.contrib import admin
        from django.urls import path

        urlpatterns = [path("admin/", admin.site.urls)]
        """,
    # An app of its own, so that a case of the admin pass can do without it.
    "users_admin/__init__.py": "",
    "users_admin/admin.py": """\
        from django.contrib import admin
        from django.contrib.auth.admin import UserAdmin

        from users.models import User

        admin.site.register(User, UserAdmin)
        """,
}


@dataclass(frozen=True)
class Case:
    """``files`` (path -> source) go through ``passes``; ``probe`` is a script that runs after.

    The lines of ``given`` run before those of ``probe``. ``prints`` are the lines that the probe
    prints over the rewritten files; an exception that it raises counts as a last line
    ``NameOfError: message``. ``before`` must be found in what it
    prints over the files as they were.

    ``apps`` are dotted packages among the files that go into ``INSTALLED_APPS``; ``settings`` are
    further settings, as JSON values; ``packages`` pip requirements; ``fixed`` are files that are
    not put through the passes (an ``urls.py``, say). Without ``users_admin`` nothing registers the
    user model in the admin.
    """

    title: str
    files: Mapping[str, str]
    probe: str
    prints: str
    before: str
    given: str = ""
    apps: tuple[str, ...] = ()
    settings: Mapping[str, object] = field(default_factory=dict)
    fixed: Mapping[str, str] = field(default_factory=dict)
    passes: tuple[str, ...] = ("references",)
    options: Options = field(default_factory=Options)
    users_admin: bool = True


def check_runs(
    cases: Sequence[Case], series: str, folder: Path, packages: tuple[str, ...] = ()
) -> None:
    """Assert that every case prints what it says, with a Django of ``series``.

    One Python is started for all of them; each case runs in a process forked from it, with the
    tables of the base project in its own memory.
    """
    python = django_python(series, *packages)
    write_files(folder / "base", USERS_APP)
    jobs = []
    for number, case in enumerate(cases):
        for state in ("before", "after"):
            root = folder / f"{number}-{state}"
            write_files(root, case.files)
            if state == "after":
                run_passes(root, {}, *case.passes, options=case.options).write()
            write_files(root, case.fixed)
            jobs.append(
                {
                    "root": str(root),
                    "apps": [*case.apps, *(["users_admin"] if case.users_admin else [])],
                    "plain": not case.apps and case.users_admin,
                    "settings": dict(case.settings),
                    "probe": dedent(case.given) + dedent(case.probe),
                }
            )
    done = subprocess.run(
        [str(python), str(DRIVER), str(folder / "base")],
        input=json.dumps(jobs),
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    results = json.loads(done.stdout)
    printed = {case.title: results[2 * n + 1].strip() for n, case in enumerate(cases)}
    assert printed == {case.title: dedent(case.prints).strip() for case in cases}
    for number, case in enumerate(cases):
        unchanged = results[2 * number].strip()
        assert case.before in unchanged, f"{case.title}, as it was: {unchanged}"
        assert unchanged != printed[case.title], f"{case.title}: the probe tells nothing"
