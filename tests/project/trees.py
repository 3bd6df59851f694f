"""Small Django projects on the disk, for discovery."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from pathlib import Path

from tests.projects import write_files

MANAGE = """\
    import os
    import sys

    if __name__ == "__main__":
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "{}")
        from django.core.management import execute_from_command_line

        execute_from_command_line(sys.argv)
    """
SETTINGS = """\
    INSTALLED_APPS = ["django.contrib.auth", "django.contrib.contenttypes", "blog"]
    """


def plain(folder: str = "", settings: str = "mysite.settings") -> dict[str, str]:
    """The files of a project with one app, below ``folder``."""
    prefix = f"{folder}/" if folder else ""
    return {
        f"{prefix}manage.py": MANAGE.format(settings),
        f"{prefix}mysite/__init__.py": "",
        f"{prefix}mysite/settings.py": SETTINGS,
        f"{prefix}blog/__init__.py": "",
        f"{prefix}blog/models.py": "",
    }


def in_git(root: Path, files: Mapping[str, str]) -> Path:
    root.mkdir(parents=True, exist_ok=True)
    write_files(root, files)
    subprocess.run(["git", "init", "-q"], cwd=root, check=True)
    subprocess.run(["git", "add", "-A"], cwd=root, check=True)
    return root


def on_disk(root: Path, files: Mapping[str, str]) -> Path:
    root.mkdir(parents=True, exist_ok=True)
    write_files(root, files)
    return root
