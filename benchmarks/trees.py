"""What is measured: distributions of the package index, and generated projects of any size."""

from __future__ import annotations

import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

MANAGE = """\
import os
from django.core.management import execute_from_command_line

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "speed_settings")
execute_from_command_line()
"""
SETTINGS = 'INSTALLED_APPS = ["django.contrib.auth", "django.contrib.contenttypes"]\n'
# One file of a hundred refers to the user.
REFERRING = """\
from django.contrib.auth.models import User
from django.db import models


class Note{n}(models.Model):
    author = models.ForeignKey(User, models.CASCADE)
    text = models.TextField()

    def is_by(self, person):
        return isinstance(person, User) and self.author_id == person.pk
"""
OTHER = """\
from django.db import models
from django.http import JsonResponse


class Thing{n}(models.Model):
    name = models.CharField(max_length=100)
    weight = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name


def things(request):
    found = Thing{n}.objects.filter(weight__gt=int(request.GET.get("above", 0)))
    return JsonResponse({{"things": [thing.name for thing in found]}})
"""
TEMPLATE = """\
{{% extends "base.html" %}}
<ul>{{% for thing in things{n} %}}<li>{{{{ thing }}}}</li>{{% endfor %}}</ul>
"""
DATA = '[{{"model": "app{app}.thing{n}", "pk": {n}, "fields": {{"name": "n", "weight": {n}}}}}]\n'
PER_APP = 50


def distribution(requirement: str, binary: bool, work: Path) -> Path:
    """An unpacked distribution with a ``manage.py`` and settings, so that there is a project."""
    files = work / "files"
    kind = "--only-binary" if binary else "--no-binary"
    pip = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", kind, ":all:"]
    python = ["--python-version", "3.12"] if binary else []
    subprocess.run([*pip, *python, requirement, "-d", str(files)], check=True)
    archive = next(files.iterdir())
    tree = work / "tree"
    if archive.suffix == ".whl":
        zipfile.ZipFile(archive).extractall(tree)
    else:
        with tarfile.open(archive) as opened:
            opened.extractall(tree, filter="data")
    return _project(tree)


def generated(count: int, work: Path) -> Path:
    """A project of so many Python files with a template and a file of data for every tenth."""
    tree = work / "tree"
    for n in range(count):
        app = n // PER_APP
        folder = tree / f"app{app}"
        if n % PER_APP == 0:
            for part in (folder, folder / "templates", folder / "fixtures"):
                part.mkdir(parents=True)
            (folder / "__init__.py").write_text("")
        (folder / f"part{n}.py").write_text((OTHER if n % 100 else REFERRING).format(n=n))
        if n % 10 == 0:
            (folder / f"templates/part{n}.html").write_text(TEMPLATE.format(n=n))
            (folder / f"fixtures/part{n}.json").write_text(DATA.format(n=n, app=app))
    return _project(tree)


def _project(tree: Path) -> Path:
    # What has a manage.py of its own is another project, and left out.
    for other in list(tree.rglob("manage.py")):
        other.unlink()
    (tree / "manage.py").write_text(MANAGE)
    (tree / "speed_settings.py").write_text(SETTINGS)
    git = ["git", "-C", str(tree)]
    subprocess.run([*git, "init", "-q"], check=True)
    subprocess.run([*git, "add", "-A"], check=True)
    return tree


TREES: dict[str, Callable[[Path], Path]] = {
    "Django 5.2.8": partial(distribution, "django==5.2.8", False),
    "ReviewBoard 8.1": partial(distribution, "reviewboard==8.1", True),
    "Arches 8.1.5": partial(distribution, "arches==8.1.5", True),
    "1,000 files": partial(generated, 1_000),
    "10,000 files": partial(generated, 10_000),
    "50,000 files": partial(generated, 50_000),
}
