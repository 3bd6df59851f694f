"""The project of these tests, with its old code and with its new code, over one database."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

from tests.adoption.databases import Database
from tests.environments import django_python
from tests.pipeline import run_passes
from transformer.options import Options
from transformer.project import discover
from transformer.strategies.generated_app import UsersApp, render

PROJECT = Path(__file__).parent / "project"


class Failed(Exception):
    """A step of the project's own code failed; the text is what it said."""


@dataclass(frozen=True)
class Site:
    """``databases`` by alias; ``model`` the AUTH_USER_MODEL of the new code, "" for the old."""

    folder: Path
    series: str
    databases: Mapping[str, Database]
    model: str = ""
    environment: Mapping[str, str] = field(default_factory=dict)

    @property
    def python(self) -> Path:
        vendors = {database.vendor for database in self.databases.values()}
        return django_python(self.series, *drivers(self.series, vendors))

    def start(self, *steps: str, **variables: str) -> subprocess.Popen[str]:
        """Begin steps such as ``"migrate"`` or ``"migrate users zero"`` in one process."""
        command = ["drive.py"]
        for number, step in enumerate(steps):
            command += ["+"] * (number > 0) + step.split()
        return self.python_with(*command, **variables)

    def python_with(self, *arguments: str, **variables: str) -> subprocess.Popen[str]:
        """Begin what the project's Python is called with."""
        settings = {alias: entry.settings for alias, entry in self.databases.items()}
        return subprocess.Popen(
            [str(self.python), *arguments],
            cwd=self.folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={
                "PATH": os.environ["PATH"],
                "PYTHONDONTWRITEBYTECODE": "1",
                "DATABASES": json.dumps(settings),
                **({"USER_MODEL": self.model} if self.model else {}),
                **self.environment,
                **variables,
            },
        )

    def run(self, *steps: str, **variables: str) -> str:
        """Take steps and return what they print. Raises Failed with what they complain of."""
        out, _ = ended(self.start(*steps, **variables))
        return out.strip()

    def warning(self, *steps: str, **variables: str) -> str:
        """Take steps and return what they say on standard error."""
        _, err = ended(self.start(*steps, **variables))
        return err

    def obey(self, warning: str, **variables: str) -> None:
        """Run the command that a warning gives, as somebody who copies it would."""
        command = next(line for line in warning.splitlines() if line.startswith("    python "))
        ended(self.python_with(*shlex.split(command)[1:], **variables))

    def snapshot(self, *steps: str, **variables: str) -> dict[str, Any]:
        """What the database holds; after the word ``snapshot`` among steps, if there are any."""
        out = self.run(*(steps or ("snapshot",)), **variables)
        state: dict[str, Any] = json.loads(out.splitlines()[-1])
        return state

    def complaint(self, *steps: str, **variables: str) -> str:
        """What steps that must fail say."""
        try:
            out = self.run(*steps, **variables)
        except Failed as failed:
            return str(failed)
        raise AssertionError(f"{steps} did not fail, but printed: {out}")

    def with_users_app(self, strategy: str = "bridge", **facts: Any) -> Site:
        """The same project with the generated app, as usershift leaves it."""
        series = tuple(map(int, self.series.split(".")))
        app = UsersApp("users", "users", (series[0], series[1]), strategy, **facts)
        write(self.folder, app)
        if app.reserved:
            return replace(self, environment={**self.environment, "RESERVE": "users"})
        environment = {k: v for k, v in self.environment.items() if k != "RESERVE"}
        return replace(self, model="users.User", environment=environment)

    def grafted(self) -> Site:
        """The same project with the model in its app `blog`, as usershift puts it there."""
        options = Options("blog", "blog", "blog", strategy="graft")
        find = partial(discover, django=self.series)
        run_passes(self.folder, {}, "users-app", options=options, find=find).write()
        admin = render(UsersApp("blog", "blog", (4, 2)), ["admin.py"])["admin.py"]
        (self.folder / "blog/admin.py").write_bytes(admin)
        return replace(self, model="blog.User")


def ended(process: subprocess.Popen[str]) -> tuple[str, str]:
    """What a process printed, and what it said. Raises Failed."""
    out, err = process.communicate()
    if process.returncode:
        raise Failed(err)
    return out, err


def write(folder: Path, app: UsersApp) -> None:
    shutil.rmtree(folder / app.label, ignore_errors=True)
    admin = [] if app.reserved else ["admin.py"]
    for name, content in render(app, [*app.files(), *admin]).items():
        path = folder / app.label / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def old_site(folder: Path, series: str, **databases: Database) -> Site:
    """The project as it was before, in its own copy, over databases by alias."""
    shutil.copytree(PROJECT, folder, dirs_exist_ok=True)
    return Site(folder, series, databases)


def drivers(series: str, vendors: set[str]) -> list[str]:
    """The packages through which Django of this series talks to the servers."""
    if vendors == {"sqlite"}:
        return []
    if series < "3.1":
        # Django before 3.1 does not accept the time zones of psycopg2 2.9.
        return ["pymysql", "cryptography", "psycopg2-binary<2.9"]
    if series < "4.2":
        return ["pymysql", "cryptography", "psycopg2-binary"]
    return ["pymysql", "cryptography", "psycopg[binary]"]
