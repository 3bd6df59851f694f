"""The command line as its users call it: a process of its own, on a small real project."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import IO, NoReturn

from tests.delivery.shapes import lay, repository
from transformer.cli import app, main
from transformer.pipeline import all_passes
from transformer.registry import all_rules

# Loaded once, before the forks.
assert app and all_passes() and all_rules()

CHECKOUT = Path(__file__).parents[2]
FILES = {
    "manage.py": b"import os\n\n\ndef main():\n    os.environ.setdefault("
    b'"DJANGO_SETTINGS_MODULE", "site1.settings")\n\n\nmain()\n',
    "site1/__init__.py": b"",
    "site1/settings.py": b'SECRET_KEY = "x"\nINSTALLED_APPS = [\n    "django.contrib.auth",\n'
    b'    "django.contrib.contenttypes",\n    "blog",\n]\n',
    "blog/__init__.py": b"",
    "blog/models.py": b"from django.contrib.auth.models import User\nfrom django.db import models"
    b"\n\n\nclass Post(models.Model):\n    author = models.ForeignKey(User, models.CASCADE)\n",
    "requirements.txt": b"django==4.2.16\n",
}


def plain_project(folder: Path) -> Path:
    lay(folder, FILES)
    return folder


def git_project(folder: Path) -> Path:
    return repository(folder, FILES)


def usershift(
    folder: Path, *args: str | Path, env: Mapping[str, str] | None = None, before: str = ""
) -> subprocess.CompletedProcess[str]:
    """Call the command in ``folder``; ``before`` is Python that runs in its process first.

    The process is forked from this one, which spares it the imports; Windows has no forks.
    """
    if not hasattr(os, "fork"):
        script = f"{before}\nfrom usershift import main\nmain()"
        return subprocess.run(
            [sys.executable, "-c", script, *map(str, args)],
            cwd=folder,
            env={k: v for k, v in os.environ.items() if k != "DRY_RUN"} | dict(env or {}),
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        child = os.fork()
        if child == 0:
            _become(folder, ["usershift", *map(str, args)], env or {}, before, out, err)
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        texts = []
        for file in (out, err):
            file.seek(0)
            texts.append(file.read().decode())
    return subprocess.CompletedProcess(args, status, *texts)


def _become(
    folder: Path,
    args: list[str],
    env: Mapping[str, str],
    before: str,
    out: IO[bytes],
    err: IO[bytes],
) -> NoReturn:
    status = 70
    try:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        os.chdir(folder)
        os.environ.pop("DRY_RUN", None)
        os.environ.update(env)
        sys.argv = args
        sys.stdout = open(out.fileno(), "w", encoding="utf-8", closefd=False)  # noqa: SIM115
        sys.stderr = open(err.fileno(), "w", encoding="utf-8", closefd=False)  # noqa: SIM115
        exec(before, {})
        main()
        status = 0
    except SystemExit as end:
        status = int(end.code or 0)
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


# Stops the process in the middle of the delivery, after the journal and the first file.
STOPPED = """
import os, signal

left = 2
real = os.replace

def rename(*args, **kwargs):
    global left
    if left == 0:
        left = 99
        os.kill(os.getpid(), signal.{signal})
    left -= 1
    return real(*args, **kwargs)

os.replace = rename
"""

# What is not bounded ends this process, and not the machine.
LIMITED = """
import resource
resource.setrlimit(resource.RLIMIT_AS, (3 << 30, 3 << 30))
resource.setrlimit(resource.RLIMIT_CPU, (60, 60))
"""

# A pass that does what the test says, after the real ones.
WITH_PASS = """
import os, signal
from transformer import pipeline
from transformer.codemod.passes import Pass
from transformer.edits import Create
from transformer.findings import Finding, Level

def run(project, references, tree, options):
    yield from ()
    {body}

real = pipeline.all_passes()
pipeline.all_passes = lambda: (*real, Pass("extra", "Do more", run))
"""
