"""Real files to begin with, by their ending: the sample projects and Django, with its own tests.

Django's tests are only in its source archive. ``python -m tests.fuzz`` gets it; without it, what is
installed has to do.
"""

from __future__ import annotations

import subprocess
import sys
import tarfile
from collections import defaultdict
from functools import cache
from pathlib import Path

import django

CHECKOUT = Path(__file__).parents[2]
ARCHIVES = CHECKOUT / ".fuzz"
NAMED = ("dockerfile", "makefile", "procfile", "justfile")
MAX_BYTES = 100_000


def django_tests() -> Path | None:
    """The folder of Django's own tests; None where its archive cannot be had."""
    archive = ARCHIVES / f"django-{django.__version__}.tar.gz"
    folder = ARCHIVES / f"django-{django.__version__}"
    if not (folder / "tests").is_dir():
        command = [sys.executable, "-m", "pip", "download", "-q", "--no-deps"]
        command += ["--no-binary", "django", "-d", str(ARCHIVES), f"django=={django.__version__}"]
        subprocess.run(command, capture_output=True, timeout=600)
        if not archive.exists():
            return None
        with tarfile.open(archive) as packed:
            inside = [one for one in packed if "/tests/" in one.name or "/django/" in one.name]
            packed.extractall(ARCHIVES, inside, filter="data")
    return folder


@cache
def seeds(*folders: Path) -> dict[str, tuple[bytes, ...]]:
    """Contents by ending, such as ``.py``, or by name, such as ``dockerfile``.

    Those that name the user come first, and as often as all others.
    """
    found: dict[str, list[bytes]] = defaultdict(list)
    for folder in (CHECKOUT / "sample_projects", CHECKOUT / "tests/cases", *folders):
        for path in sorted(folder.rglob("*")):
            name = path.name.lower()
            kind = name if name in NAMED else path.suffix.lower()
            if path.is_file() and 0 < path.stat().st_size < MAX_BYTES and kind:
                found[kind].append(path.read_bytes())
    for contents in found.values():
        worth = [each for each in contents if b"auth" in each]
        contents += worth * (len(contents) // max(1, 2 * len(worth)))
    return {kind: tuple(contents) for kind, contents in found.items()}
