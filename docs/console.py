"""What the commands of a page print: blocks of `console` are run, and hold what came of it.

The commands of a page run in their order in a copy of the sample project `blog`, under git.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from textwrap import indent

CHECKOUT = Path(__file__).resolve().parents[1]
SAMPLE = CHECKOUT / "sample_projects/blog"
BLOCK = re.compile(r"^(?P<in>[ ]*)```console\n(?P<text>.*?)^[ ]*```", re.DOTALL | re.MULTILINE)
COMMIT = re.compile(r"\b(?=[a-f]*\d)[0-9a-f]{9}\b")
IDENTITY = {
    "user.name": "You",
    "user.email": "you@example.com",
    "commit.gpgsign": "false",
    "init.defaultBranch": "main",
}


def filled(page: str) -> str:
    """A page with what each command after a `$` prints now."""
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder).resolve() / "blog"
        ignored = shutil.ignore_patterns("__pycache__", "*.sqlite3")
        shutil.copytree(SAMPLE, project, ignore=ignored)
        for command in ("init -q", "add -A", "commit -q -m 'A project on auth.User'"):
            run(project, f"git {command}")
        return BLOCK.sub(lambda found: _block(project, found["in"], found["text"]), page)


def _block(project: Path, margin: str, text: str) -> str:
    """A block, in a list or not, with what each of its commands prints."""
    commands = [line.strip() for line in text.splitlines() if line.strip().startswith("$ ")]
    said = "".join(f"{line}\n{run(project, line[2:])}" for line in commands)
    return indent(f"```console\n{said}```", margin)


def run(project: Path, line: str) -> str:
    """What a command prints, for a person: stdout, then stderr."""
    program, *arguments = shlex.split(line)
    if program == "usershift":
        command = [sys.executable, "-m", "usershift"]
    elif program == "git":
        command = ["git"]
    else:
        raise ValueError(f"A page shows usershift and git, not {program}.")
    done = subprocess.run(
        [*command, *arguments],
        cwd=project,
        env=_environment(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    said = (done.stdout + done.stderr).replace(str(project), "/home/you/blog")
    # They hold the time at which they were made.
    said = COMMIT.sub("5d1c0b7aa", said)
    return "".join(f"{text.rstrip()}\n" for text in said.splitlines())


def _environment() -> dict[str, str]:
    config = {f"GIT_CONFIG_KEY_{at}": name for at, name in enumerate(IDENTITY)}
    config |= {f"GIT_CONFIG_VALUE_{at}": value for at, value in enumerate(IDENTITY.values())}
    return {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(CHECKOUT),
        "COLUMNS": "90",
        "GIT_CONFIG_COUNT": str(len(IDENTITY)),
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_SYSTEM": os.devnull,
        **config,
    }
