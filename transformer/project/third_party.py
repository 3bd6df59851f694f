"""The installed apps of other people, read from ``site-packages`` as text: nothing is imported."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from transformer.contents import read_file
from transformer.formats.python.syntax import parse
from transformer.project.model import Project
from transformer.project.packages import Environment


@dataclass(frozen=True)
class InstalledApp:
    """``entry`` is what ``INSTALLED_APPS`` says, ``folder`` the package that it stands for."""

    entry: str
    folder: Path
    site_packages: Path
    package: str
    version: str

    @property
    def distribution(self) -> str:
        return f"{self.package} {self.version}".strip()

    def relative(self, path: Path) -> str:
        """A file of the app as messages name it."""
        return path.relative_to(self.site_packages).as_posix()

    def parsed(self, pattern: str, *words: bytes) -> Iterator[tuple[Path, ast.Module]]:
        """The Python files of a glob that hold all the words, and can be read, in order."""
        for path in sorted(self.folder.glob(pattern)):
            try:
                content = read_file(path)
                if all(word in content for word in words):
                    yield path, parse(content).tree
            except (OSError, SyntaxError, ValueError, RecursionError):
                continue


def third_party_apps(project: Project) -> tuple[InstalledApp, ...]:
    """The apps of any settings module that are neither Django's nor the project's, each once."""
    return named_packages(project, {entry for apps in project.installed_apps for entry in apps})


def named_packages(project: Project, dotted: Iterable[str]) -> tuple[InstalledApp, ...]:
    """The third-party packages that dotted names lead into, each once."""
    environment = Environment("", project.environment)
    found: dict[Path, InstalledApp] = {}
    for entry in sorted(dotted):
        top = entry.partition(".")[0]
        if top == "django" or top in project.packages:
            continue
        for site_packages in environment.site_packages:
            if folder := _package_folder(site_packages, entry):
                package = environment.distributions.get(top, top)
                version = str(environment.version_of(package) or "")
                app = InstalledApp(entry, folder, site_packages, package, version)
                found.setdefault(folder, app)
                break
    return tuple(found.values())


def _package_folder(site_packages: Path, entry: str) -> Path | None:
    """The folder of an installed app; an ``AppConfig`` loses its class and module."""
    parts = entry.split(".")
    while parts:
        folder = site_packages.joinpath(*parts)
        if folder.is_dir():
            return folder
        parts.pop()
    return None
