"""Projects built from shapes, their databases, and what the old and the new code make of them."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.environments import django_python
from tests.migrations.shapes import Shape
from tests.projects import project_at, write_files
from transformer.options import Options
from transformer.pipeline import chosen_passes, run
from transformer.strategies.generated_app import UsersApp, render

DRIVER = Path(__file__).with_name("drive.py")
BASE = ("contenttypes", "auth", "sessions", "messages")
CHECKED = ("migrate", "check", "makemigrations --check --dry-run")


@dataclass(frozen=True)
class Code:
    """One state of a project's code: ``model`` is its AUTH_USER_MODEL, "" before there was one."""

    root: Path
    apps: tuple[str, ...]
    modules: Mapping[str, str]
    model: str = ""

    def job(
        self,
        database: Mapping[str, Any],
        commands: Sequence[str] = CHECKED,
        admin: bool = False,
    ) -> dict[str, Any]:
        """A job for the driver: run commands, then read every row."""
        base = [f"django.contrib.{name}" for name in (*BASE, *(["admin"] if admin else []))]
        own = [self.model.partition(".")[0]] if self.model else []
        return {
            "root": str(self.root),
            "apps": [*base, *self.apps, *own],
            "modules": dict(self.modules),
            "model": self.model,
            "database": dict(database),
            "commands": list(commands),
        }


def old_code(folder: Path, shapes: Iterable[Shape]) -> Code:
    shapes = list(shapes)
    for shape in shapes:
        write_files(folder, shape.files)
    modules = {label: module for shape in shapes for label, module in shape.modules.items()}
    return Code(folder, tuple(app for shape in shapes for app in shape.apps), modules)


def new_code(
    old: Code,
    folder: Path,
    series: str,
    strategy: str = "bridge",
    passes: Sequence[str] = ("migrations", "references"),
) -> Code:
    """The code as the passes leave it, with the generated app."""
    migration = run(project_at(old.root), Options(strategy=strategy), chosen_passes(passes))
    assert not migration.blockers
    for path in migration.tree:
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(migration.tree.read(path))
    major, minor = series.split(".")
    app = UsersApp("users", "users", (int(major), int(minor)), strategy)
    for path, content in render(app).items():
        target = folder / "users" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    return Code(folder, old.apps, old.modules, "users.User")


def sqlite(path: Path) -> dict[str, str]:
    return {"ENGINE": "django.db.backends.sqlite3", "NAME": str(path)}


def outcomes(series: str, *jobs: Mapping[str, Any], packages: Sequence[str] = ()) -> list[Any]:
    """What each job did, in their order, by one Python with a Django of ``series``."""
    python = django_python(series, *packages)
    environment = {"PATH": os.environ["PATH"], "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [str(python), str(DRIVER)],
        input=json.dumps(jobs),
        capture_output=True,
        text=True,
        env=environment,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    results: list[Any] = json.loads(done.stdout)
    return results


def rows(outcome: Any) -> Any:
    """The rows that a job read; the test fails with what the job said otherwise."""
    assert "rows" in outcome, outcome["error"]
    return outcome["rows"]


def moved(found: Any) -> Any:
    """Rows of an old database, as they must be once the content type has moved."""
    permissions = [
        ["users.user" if kind == "auth.user" else kind, codename]
        for kind, codename in found["permissions"]
    ]
    return {**found, "permissions": sorted(permissions)}
