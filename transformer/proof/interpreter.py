"""The project's own interpreter: the command that everything of the project is run with."""

from __future__ import annotations

import os
import shlex
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from transformer import running
from transformer.errors import ErrorCode, Refused, UsageError
from transformer.project import Project
from transformer.project.packages import Environment, environment_of

_LOOKUPS = (
    ("poetry.lock", ("poetry", "env", "info", "--executable")),
    ("Pipfile", ("pipenv", "--py")),
    ("uv.lock", ("uv", "python", "find")),
)
"""What says where an environment is that stands elsewhere, and makes none: file -> command."""
_SECONDS = 60.0


@dataclass(frozen=True)
class Interpreter:
    """``command`` runs Python in a folder that holds the project; ``source`` says whence it is."""

    command: tuple[str, ...]
    source: str

    @property
    def python(self) -> str:
        return self.command[-1]

    @property
    def shown(self) -> str:
        return f"`{shlex.join(self.command)}` ({self.source})"


def find_interpreter(project: Project, python: Path | None, wrapper: str | None) -> Interpreter:
    """What the user named, else the project's environment, else the active one.

    ``wrapper`` is a command such as ``docker compose run --rm web``, before which ``python`` is
    put. Raises UsageError for a wrong choice, Refused where there is no environment.
    """
    if wrapper:
        try:
            words = shlex.split(wrapper)
        except ValueError as error:
            raise UsageError(f"--exec {wrapper}: {error}.", "Quote it as for a shell.") from None
        if not words or shutil.which(words[0]) is None:
            raise UsageError(f"There is no command {wrapper.split(' ')[0]}.", "Name another.")
        return Interpreter((*words, str(python or "python")), "--exec")
    if python is not None:
        environment_of(python)
        named = python / "bin" / "python" if python.is_dir() else python
        # The link itself is what makes an environment of it.
        return Interpreter((str(Path.cwd() / named),), "--python")
    if active := _active():
        return active
    if near := _near(project):
        return near
    for name, command in _LOOKUPS:
        for folder in dict.fromkeys((project.root, project.git_root or project.root)):
            if (folder / name).is_file() and (found := _asked(command, folder)):
                return found
    raise Refused(
        f"{project.name} has no environment that usershift can find: none is active, and no"
        " folder of the project holds one with Django.",
        "Name its interpreter with --python PATH, or what runs it with --exec 'COMMAND'.",
        code=ErrorCode.NO_INTERPRETER,
    )


def _active() -> Interpreter | None:
    """The environment that the user has activated, if it is not the one usershift runs in."""
    for variable in ("VIRTUAL_ENV", "CONDA_PREFIX"):
        named = os.environ.get(variable)
        if not named or Path(named).resolve() == Path(sys.prefix).resolve():
            continue
        python = Path(named, "bin", "python")
        if python.exists() and environment_of(Path(named)).version_of("django"):
            return Interpreter((str(python),), variable)
    return None


def _near(project: Project) -> Interpreter | None:
    for site in project.environment:
        # lib/python3.12/site-packages
        python = site.parents[2] / "bin" / "python"
        known = Environment(site.parents[2].name, (site,)).version_of("django")
        if known and python.exists():
            return Interpreter((str(python),), site.parents[2].name)
    return None


def _asked(command: tuple[str, ...], folder: Path) -> Interpreter | None:
    if shutil.which(command[0]) is None:
        return None
    done = running.run(command, folder, os.environ, _SECONDS)
    lines = done.out.strip().splitlines()
    if done.status == 0 and lines and Path(lines[-1]).is_file():
        return Interpreter((lines[-1],), command[0])
    return None
