"""Virtual environments with a Django of a given series, for tests that run real Django.

They are made on demand in ``.venvs/`` of the checkout (or the folder that ``USERSHIFT_VENVS``
names), once, and kept: several test processes may ask for the same one at the same time.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path

import pytest
from filelock import FileLock

from transformer.project.django_series import KNOWN

BIN = "Scripts" if os.name == "nt" else "bin"
CHECKOUT = Path(__file__).resolve().parent.parent
VENVS = Path(os.environ.get("USERSHIFT_VENVS") or CHECKOUT / ".venvs")

PYTHONS = {str(django): django.pythons for django in KNOWN}
# Those with long-term support, and the newest two.
SERIES = (*(s for s in list(PYTHONS)[:-2] if s.endswith(".2")), *list(PYTHONS)[-2:])


def django_python(series: str, *packages: str) -> Path:
    """A Python that has the newest Django of ``series``, and ``packages`` (pip requirements).

    Skips the test where no interpreter for that Django is installed. Raises RuntimeError with
    pip's words where the installation fails.

    >>> django_python("4.2", "psycopg[binary]")
    PosixPath('.../.venvs/django-4.2-1f0a3c/bin/python')
    """
    interpreter = next(filter(None, map(find_interpreter, PYTHONS[series])), None)
    if interpreter is None:
        *others, last = PYTHONS[series]
        pytest.skip(f"no Python {', '.join(others)} or {last} for Django {series}")
    requirements = sorted({f"django=={series}.*", *packages})
    name = f"django-{series}"
    if packages:
        name += "-" + hashlib.sha256(" ".join(requirements).encode()).hexdigest()[:6]
    python = VENVS / name / BIN / "python"
    ready = VENVS / name / "ready"
    with _locked(VENVS / f"{name}.lock"):
        if not ready.exists():
            shutil.rmtree(VENVS / name, ignore_errors=True)
            _run(interpreter, "-m", "venv", str(VENVS / name))
            _run(str(python), "-m", "pip", "install", "--quiet", *requirements)
            ready.touch()
    return python


@cache
def find_interpreter(version: str) -> str | None:
    """The path of a Python of this version, such as ``"3.12"``: ours, pyenv's, or on PATH."""
    if version == f"{sys.version_info.major}.{sys.version_info.minor}":
        return sys.executable
    for root in pyenv_roots():
        for found in sorted(root.glob(f"versions/{version}.*/bin/python")):
            return str(found)
    on_path = shutil.which(f"python{version}")
    # One of pyenv's shims can stand there for a Python that is not installed, and a bare
    # Debian python has no ensurepip.
    probe = [on_path or "", "-c", "import ensurepip"]
    if on_path and subprocess.run(probe, capture_output=True).returncode == 0:
        return on_path
    return None


def pyenv_roots() -> Iterator[Path]:
    """Where pyenv keeps its Pythons: what PYENV_ROOT says, else wherever it usually is.

    HOME may be another folder than the user's own, as in CI.
    """
    if root := os.environ.get("PYENV_ROOT"):
        yield Path(root)
        return
    if home := os.environ.get("HOME"):
        yield Path(home) / ".pyenv"
    with suppress(KeyError, ImportError):
        import pwd

        yield Path(pwd.getpwuid(os.getuid()).pw_dir) / ".pyenv"
    if command := shutil.which("pyenv"):
        # This is libexec/pyenv, however PATH comes to it.
        yield Path(command).resolve().parent.parent
    yield Path("/opt/pyenv")


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    path.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(path):
        yield


def _run(*command: str) -> None:
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "VIRTUAL_ENV"))}
    done = subprocess.run(command, capture_output=True, text=True, env=clean)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)}\n{done.stdout}{done.stderr}")
