"""The third-party packages of a project, as its virtual environment has them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

from transformer.contents import read_file
from transformer.errors import ErrorCode, UsageError
from transformer.project.files import is_environment


@dataclass(frozen=True)
class Environment:
    """One virtual environment; ``site_packages`` are the folders that its packages are in."""

    name: str
    site_packages: tuple[Path, ...]

    @cached_property
    def versions(self) -> dict[str, Version]:
        """Canonical name of a distribution -> its version, from the ``*.dist-info`` folders."""
        found: dict[str, Version] = {}
        for folder in self.site_packages:
            for info in folder.glob("*.dist-info"):
                name, _, version = info.name.removesuffix(".dist-info").rpartition("-")
                try:
                    found[canonicalize_name(name)] = Version(version)
                except InvalidVersion:
                    continue
        return found

    @cached_property
    def distributions(self) -> dict[str, str]:
        """Top-level package -> the distribution that it came with, from ``RECORD``."""
        found: dict[str, str] = {}
        for folder in self.site_packages:
            for record in folder.glob("*.dist-info/RECORD"):
                name = record.parent.name.removesuffix(".dist-info").rpartition("-")[0]
                for line in _text(record).splitlines():
                    top, slash, _ = line.partition("/")
                    if slash and top.isidentifier():
                        found.setdefault(top, name)
        return found

    def version_of(self, name: str) -> Version | None:
        return self.versions.get(canonicalize_name(name))


def _text(file: Path) -> str:
    try:
        return read_file(file).decode("utf-8", errors="replace")
    except OSError:
        return ""


def environment_of(python: Path) -> Environment:
    """The environment that an interpreter (``--python``) or a folder belongs to.

    Raises UsageError where there is neither.
    """
    if not python.exists():
        raise UsageError(
            f"There is no interpreter {python}.",
            "Give the path of the project's own, such as --python .venv/bin/python.",
            code=ErrorCode.NO_SUCH_PATH,
        )
    folder = python if python.is_dir() else python.parent.parent
    return Environment(str(folder), tuple(_site_packages(folder)))


def find_environment(folders: Iterable[Path]) -> Environment | None:
    """The virtual environment in one of the folders (or one below) that has Django, else None.

    The environment is looked for on the disk, as git ignores it. Nothing in it is run.
    """
    for folder in folders:
        for candidate in _environments(folder):
            environment = Environment(candidate.name, tuple(_site_packages(candidate)))
            if environment.version_of("django"):
                return environment
    return None


def _environments(folder: Path) -> Iterator[Path]:
    try:
        children = sorted(child for child in folder.iterdir() if child.is_dir())
    except OSError:
        return
    preferred = [".venv", "venv", "env", ".env"]
    children.sort(key=lambda c: preferred.index(c.name) if c.name in preferred else 99)
    yield from (child for child in children if is_environment(child))


def _site_packages(environment: Path) -> Iterator[Path]:
    yield from sorted(environment.glob("lib*/python*/site-packages"))
    yield from sorted(environment.glob("Lib/site-packages"))
    yield from sorted(environment.glob("lib*/python*/dist-packages"))
