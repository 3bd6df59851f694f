"""A project that has already swapped its user model: real Django judges files in it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

PROJECT = {
    "settings.py": """
SECRET_KEY = "x"
DEBUG = True
ROOT_URLCONF = "urls"
AUTH_USER_MODEL = "users.User"
APPS = ["admin", "auth", "contenttypes", "sessions", "messages"]
INSTALLED_APPS = ["django.contrib." + app for app in APPS] + ["users", "blog"]
MIGRATION_MODULES = dict.fromkeys(APPS)
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"
USE_TZ = True
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": ["templates"],
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
""",
    "urls.py": """
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth import get_user_model
from django.urls import path

admin.site.register(get_user_model(), UserAdmin)
urlpatterns = [path("admin/", admin.site.urls)]
""",
    "users/__init__.py": "",
    "users/models.py": """
from django.contrib.auth.models import AbstractUser


class User(AbstractUser):
    class Meta(AbstractUser.Meta):
        db_table = "auth_user"
""",
    "blog/__init__.py": "",
    "blog/models.py": """
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models


class Bookmark(models.Model):
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True)
    kind = models.ForeignKey(ContentType, models.CASCADE)
    labels = models.JSONField(default=list)
""",
    "judge.py": """
import json, sys
import django
django.setup()
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.db import transaction
from django.template import engines
from django.test import RequestFactory

call_command("migrate", run_syncdb=True, verbosity=0)
User = get_user_model()
Group.objects.create(name="Editors")


def load(path, probe):
    try:
        with transaction.atomic():
            call_command("loaddata", path, verbosity=0)
            scope = {"User": User, "Group": Group, "Permission": Permission}
            exec("from blog.models import Bookmark", scope)
            exec("from django.contrib.admin.models import LogEntry", scope)
            result = repr(eval(probe, scope))
            transaction.set_rollback(True)
            return result
    except Exception as error:
        return f"{type(error).__name__}: {error}"


def render(source):
    request = RequestFactory().get("/")
    with transaction.atomic():
        request.user = User.objects.create(username="anna", is_staff=True)
        request.user.user_permissions.set(
            Permission.objects.filter(content_type__model="user")
        )
        try:
            return engines["django"].from_string(source).render({}, request)
        except Exception as error:
            return f"{type(error).__name__}: {error}"
        finally:
            transaction.set_rollback(True)


job = json.load(sys.stdin)
json.dump(
    {
        "fixtures": {name: load(*pair) for name, pair in job.get("fixtures", {}).items()},
        "templates": {name: render(text) for name, text in job.get("templates", {}).items()},
    },
    sys.stdout,
)
""",
}


def judge(root: Path, job: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """What Django makes of fixtures (path and an expression to ask afterwards) and templates."""
    for path, content in PROJECT.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(content)
    done = subprocess.run(
        [sys.executable, "judge.py"],
        cwd=root,
        input=json.dumps(job),
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "settings", "PYTHONPATH": str(root)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    result: dict[str, dict[str, str]] = json.loads(done.stdout)
    return result
