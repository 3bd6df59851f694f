"""Repositories of every kind that a fleet has, each with the state that it has to end in."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from tests.cli.called import FILES, git_project, usershift
from tests.delivery.shapes import git, lay, repository

SETTINGS = FILES["site1/settings.py"]
PAGE = b"from django.contrib.auth.models import User\n\n\ndef all():\n    return User.objects\n"
OWN_USER = (
    b"from django.contrib.auth.models import AbstractBaseUser\nfrom django.db import models\n\n\n"
    b"class Person(AbstractBaseUser):\n    email = models.EmailField(unique=True)\n"
)


def fine(folder: Path) -> None:
    git_project(folder)


def with_a_page(folder: Path) -> None:
    repository(folder, {**FILES, "blog/views.py": PAGE})


def already_migrated(folder: Path) -> None:
    git_project(folder)
    done = usershift(folder, "migrate", "--commit")
    assert done.returncode == 0, done.stderr


def half_migrated(folder: Path) -> None:
    """The user model is switched, and a view still has the old one."""
    already_migrated(folder)
    lay(folder, {"blog/views.py": PAGE})
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "Half")


def begun_by_hand(folder: Path) -> None:
    settings = SETTINGS.replace(b'"blog"', b'"blog",\n    "users"')
    model = b"from django.contrib.auth.models import AbstractUser\n\n\nclass User(AbstractUser):\n"
    users = {"users/__init__.py": b"", "users/models.py": model + b"    pass\n"}
    repository(folder, {**FILES, **users, "site1/settings.py": settings})


def own_user(folder: Path) -> None:
    settings = SETTINGS + b'AUTH_USER_MODEL = "blog.Person"\n'
    repository(folder, {**FILES, "site1/settings.py": settings, "blog/models.py": OWN_USER})


def not_django(folder: Path) -> None:
    repository(folder, {"main.py": b"print('hello')\n", "requirements.txt": b"flask\n"})


def several(folder: Path) -> None:
    both = {f"{place}/{path}": text for place in ("one", "two") for path, text in FILES.items()}
    repository(folder, both)


def broken_settings(folder: Path) -> None:
    repository(folder, {**FILES, "site1/settings.py": SETTINGS + b"\nif (\n"})


def broken_view(folder: Path) -> None:
    repository(
        folder, {**FILES, "blog/views.py": b"from django.contrib.auth.models import User\n("}
    )


def label_taken(folder: Path) -> None:
    settings = SETTINGS.replace(b'"blog"', b'"blog",\n    "users"')
    users = {"users/__init__.py": b"", "users/models.py": b"KIND = 1\n"}
    repository(folder, {**FILES, **users, "site1/settings.py": settings})


def old_django(folder: Path) -> None:
    repository(folder, {**FILES, "requirements.txt": b"django==1.11.29\n"})


def dirty(folder: Path) -> None:
    git_project(folder)
    lay(folder, {"blog/models.py": b"nonsense(\n", "new.py": b"x = 1\n"})


def without_commit(folder: Path) -> None:
    folder.mkdir(parents=True)
    git(folder, "init", "-q")


def no_repository(folder: Path) -> None:
    lay(folder, FILES)


def many_files(folder: Path) -> None:
    data = {f"data/{number // 100}/{number}.txt": b"%d\n" % number for number in range(3000)}
    repository(folder, {**FILES, **data})


def too_large(folder: Path) -> None:
    """More than `DISK` mebibytes, which no compression makes less."""
    repository(folder, {**FILES, "data.bin": os.urandom((DISK + 1) << 20)})


def hanging(folder: Path) -> None:
    """git waits for a pipe that nobody writes to."""
    git_project(folder)
    os.mkfifo(folder / ".git" / "packed-refs")


def armed(folder: Path) -> None:
    """Everything in a repository that could run a program, each of which would leave a trace."""
    program = f"touch {folder.parent / 'it-ran'}; cat"
    attributes = b"*.py filter=armed diff=armed\n"
    git_project(folder)
    lay(folder, {".gitattributes": attributes, ".lfsconfig": b"[lfs]\n\turl = ext::sh\n"})
    modules = b'[submodule "sub"]\n\tpath = sub\n\turl = ext::sh -c "touch it-ran"\n'
    lay(folder, {".gitmodules": modules})
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "Armed")
    for name in ("pre-commit", "post-checkout", "reference-transaction", "post-commit"):
        hook = folder / ".git" / "hooks" / name
        hook.parent.mkdir(exist_ok=True)
        hook.write_text(f"#!/bin/sh\n{program}\n")
        hook.chmod(0o755)
    for key in ("core.fsmonitor", "filter.armed.smudge", "filter.armed.clean", "core.sshCommand"):
        git(folder, "config", key, program)
    for key in ("uploadpack.packObjectsHook", "alias.clone", "diff.armed.command"):
        git(folder, "config", key, f"!{program}")


DISK = 24
"""The limit that a fleet with something too large is given, in mebibytes."""
KINDS: dict[str, tuple[Callable[[Path], None], str]] = {
    "fine": (fine, "done"),
    "with-a-page": (with_a_page, "done"),
    "already-migrated": (already_migrated, "nothing-to-do"),
    "half-migrated": (half_migrated, "done"),
    "begun-by-hand": (begun_by_hand, "begun-by-hand"),
    "own-user": (own_user, "custom-user-already"),
    "not-django": (not_django, "not-django"),
    "several": (several, "several-projects"),
    "broken-settings": (broken_settings, "settings-unreadable"),
    "broken-view": (broken_view, "done"),
    "label-taken": (label_taken, "label-taken"),
    "old-django": (old_django, "django-unsupported"),
    "dirty": (dirty, "done"),
    "without-commit": (without_commit, "failed"),
    "no-repository": (no_repository, "failed"),
    "many-files": (many_files, "done"),
    "too-large": (too_large, "failed"),
    "hanging": (hanging, "timed-out"),
    "armed": (armed, "done"),
    "-rf $(touch it-ran) ünïcode": (fine, "done"),
}
"""Name of a folder -> who makes it, and the value of its state."""

LIMITED = ("hanging", "too-large")
"""Those that end as they do because of a limit."""
