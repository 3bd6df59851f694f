"""usershift against django-upgrade over Django's own source distribution, whole processes in turns.

    python -m benchmarks.speed [--django 5.2.8] [--turns 5]

Both see the same files. The distribution is no project: a `manage.py` and a settings module are
added to the copy, so that `migrate` has something to migrate. Measure on a quiet machine: the ratio
is what counts.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tarfile
import tempfile
import time
from pathlib import Path

MANAGE = """\
import os
from django.core.management import execute_from_command_line

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "speed_settings")
execute_from_command_line()
"""
SETTINGS = 'INSTALLED_APPS = ["django.contrib.auth", "django.contrib.contenttypes"]\n'


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--django", default="5.2.8")
    parser.add_argument("--turns", type=int, default=5)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        tree = source(work, args.django)
        files = [str(path) for path in sorted(tree.rglob("*.py"))]
        print(f"Django {args.django}: {len(files)} Python files")
        usershift = [sys.executable, "-m", "usershift"]
        commands = {
            "django-upgrade": [*django_upgrade(work), "--target-version", "5.2", *files],
            "usershift lint": [*usershift, "lint", str(tree)],
            "usershift migrate -n": [
                sys.executable,
                "-m",
                "usershift",
                "migrate",
                "-n",
                str(tree),
            ],
        }
        # Its first run changes files; what is measured is reading them.
        measure(commands["django-upgrade"])
        figures: dict[str, list[tuple[float, float]]] = {name: [] for name in commands}
        for _ in range(args.turns):
            for name, command in commands.items():
                figures[name].append(measure(command))
        report(figures)


def source(work: Path, version: str) -> Path:
    """The unpacked source distribution, with a settings module."""
    pip = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--no-binary", ":all:"]
    subprocess.run([*pip, f"django=={version}", "-d", str(work)], check=True)
    with tarfile.open(next(work.glob("*.tar.gz"))) as archive:
        archive.extractall(work, filter="data")
    tree = next(path for path in work.iterdir() if path.is_dir())
    (tree / "manage.py").write_text(MANAGE)
    (tree / "speed_settings.py").write_text(SETTINGS)
    return tree


def django_upgrade(work: Path) -> list[str]:
    python = work / "venv" / "bin" / "python"
    subprocess.run([sys.executable, "-m", "venv", str(work / "venv")], check=True)
    subprocess.run([str(python), "-m", "pip", "install", "-q", "django-upgrade"], check=True)
    return [str(python), "-m", "django_upgrade"]


def measure(command: list[str]) -> tuple[float, float]:
    """Seconds of the wall clock and of the processor."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.monotonic()
    subprocess.run(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=os.environ, check=False
    )
    wall = time.monotonic() - started
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return wall, used


def report(figures: dict[str, list[tuple[float, float]]]) -> None:
    base = figures["django-upgrade"]
    for name, pairs in figures.items():
        wall = statistics.median(pair[0] for pair in pairs)
        used = statistics.median(pair[1] for pair in pairs)
        ratio = statistics.median(a[0] / b[0] for a, b in zip(pairs, base, strict=True))
        print(f"{name:22} wall {wall:6.2f} s   processor {used:6.2f} s   ratio {ratio:.2f}")


if __name__ == "__main__":
    main()
