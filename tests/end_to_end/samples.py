"""Sample projects on their way: a copy under git, filled by its old code, then moved."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.cli.called import usershift
from tests.delivery.shapes import git
from tests.environments import django_python
from tests.once import once

SAMPLES = Path(__file__).parents[2] / "sample_projects"
IGNORED = "__pycache__/\n*.sqlite3\n*.json.tmp\nsessions.json\n"
PACKAGES = {"blog": (), "shop": ("djangorestframework", "factory-boy", "pyyaml")}
# What adoption writes to.
ADOPTED = {"django_content_type", "django_migrations"}


@dataclass(frozen=True)
class Sample:
    """A copy of a sample project in a repository of its own; ``settings`` "" are manage.py's."""

    root: Path
    name: str
    series: str
    settings: str = ""

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        """Run the project's Python with ``command``."""
        python = django_python(self.series, *PACKAGES[self.name])
        environment = {"PATH": os.environ["PATH"], "PYTHONDONTWRITEBYTECODE": "1"}
        if self.settings:
            environment["DJANGO_SETTINGS_MODULE"] = self.settings
        return subprocess.run(
            [str(python), *command],
            cwd=self.root,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )

    def manage(self, *arguments: str) -> str:
        """What ``manage.py`` printed; the test fails when the command does."""
        done = self.run("manage.py", *arguments)
        assert done.returncode == 0, f"{arguments}\n{done.stdout}{done.stderr}"
        return done.stdout + done.stderr

    def script(self, path: Path, *arguments: str) -> Any:
        """The JSON that a script printed."""
        done = self.run(str(path), *arguments)
        assert done.returncode == 0, f"{path.name}\n{done.stdout}{done.stderr}"
        return json.loads(done.stdout)

    def snapshot(self) -> dict[str, Any]:
        facts: dict[str, Any] = self.script(SAMPLES / "snapshot.py", "sessions.json")
        return facts

    def fill(self) -> None:
        """Build the database with the code as it stands, and put people into it."""
        self.manage("migrate", "-v0")
        self.manage("populate", "--sessions", "sessions.json")

    def usershift(self, *arguments: str) -> str:
        """What ``usershift migrate`` printed on stdout; the test fails when it does."""
        done = usershift(self.root, "migrate", *arguments, "--django", self.series)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def passes_its_tests(self) -> bool:
        return "\nOK\n" in self.manage("test")


def old(name: str, series: str, folder: Path) -> Sample:
    """The project as it was, with everything committed, in ``folder``."""
    root = Path(
        shutil.copytree(
            SAMPLES / name, folder / name, ignore=shutil.ignore_patterns("*.sqlite3", "__pycache__")
        )
    )
    (root / ".gitignore").write_text(IGNORED)
    git(root, "init", "-q", "-b", "main")
    git(root, "config", "user.name", "A Developer")
    git(root, "config", "user.email", "developer@example.org")
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "As it was")
    return Sample(root, name, series)


@dataclass(frozen=True)
class Moved:
    """A project whose database has adopted: what it held before and after, and what was said.

    ``database`` is a copy of the file from before.
    """

    sample: Sample
    database: Path
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    migrated: str


@once
def moved(name: str, series: str, folder: Path) -> Moved:
    """A project that was filled by its old code and then moved; for reading, or for copies."""
    sample = old(name, series, folder)
    sample.fill()
    before = sample.snapshot()
    database = Path(shutil.copyfile(sample.root / "db.sqlite3", folder / "before.sqlite3"))
    sample.usershift()
    migrated = sample.manage("migrate")
    return Moved(sample, database, before, sample.snapshot(), migrated)
