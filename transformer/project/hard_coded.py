"""Third-party packages that name the auth user themselves: what a swap breaks or leaves behind.

Only the installed apps' ``models`` and ``migrations`` count, read from ``site-packages`` as text.
A package that takes ``settings.AUTH_USER_MODEL`` anywhere near is not reported for an import that
it keeps for old versions of Django.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from transformer.project.model import Project
from transformer.project.packages import Environment

_RELATIONS = ("ForeignKey", "OneToOneField", "ManyToManyField")


@dataclass(frozen=True)
class HardCoded:
    """``file`` is relative to ``site-packages``; ``migration`` says which of the two kinds."""

    package: str
    version: str
    file: str
    line: int
    migration: bool

    @property
    def distribution(self) -> str:
        return f"{self.package} {self.version}".strip()


def hard_coded_users(project: Project) -> tuple[HardCoded, ...]:
    """Every place in installed third-party apps where a model or migration is tied to auth.User."""
    environment = Environment("", project.environment)
    entries = {entry for apps in project.installed_apps for entry in apps}
    folders: dict[Path, Path] = {}
    for entry in sorted(entries):
        top = entry.partition(".")[0]
        if top == "django" or top in project.packages:
            continue
        for site_packages in environment.site_packages:
            if folder := _package_folder(site_packages, entry):
                folders.setdefault(folder, site_packages)
                break
    return tuple(
        found
        for folder, site_packages in folders.items()
        for found in _scan(folder, site_packages, environment)
    )


def _package_folder(site_packages: Path, entry: str) -> Path | None:
    """The folder of an installed app; an ``AppConfig`` loses its class and module."""
    parts = entry.split(".")
    while parts:
        folder = site_packages.joinpath(*parts)
        if folder.is_dir():
            return folder
        parts.pop()
    return None


def _scan(folder: Path, site_packages: Path, environment: Environment) -> Iterator[HardCoded]:
    top = folder.relative_to(site_packages).parts[0]
    package = environment.distributions.get(top, top)
    version = str(environment.version_of(package) or "")
    files = [(path, False) for path in [folder / "models.py", *(folder / "models").glob("*.py")]]
    files += [(path, True) for path in sorted((folder / "migrations").glob("*.py"))]
    for path, migration in files:
        try:
            content = path.read_bytes()
            if b"auth" not in content or b"User" not in content:
                continue
            tree = ast.parse(content)
        except (OSError, SyntaxError, ValueError, RecursionError):
            continue
        for line in sorted(set(_lines(tree))):
            where = path.relative_to(site_packages).as_posix()
            yield HardCoded(package, version, where, line, migration)


def _lines(tree: ast.Module) -> Iterator[int]:
    names = _user_names(tree)
    for node in ast.walk(tree):
        match node:
            case ast.Call(ast.Name(name) | ast.Attribute(_, name), arguments, keywords):
                if name not in _RELATIONS:
                    continue
                targets = [k.value for k in keywords if k.arg == "to"] or arguments[:1]
                if any(_is_user(target, names) for target in targets):
                    yield node.lineno
            case ast.ClassDef():
                if any(isinstance(b, ast.Name) and b.id in names for b in node.bases):
                    yield node.lineno


def _is_user(node: ast.expr, names: frozenset[str]) -> bool:
    match node:
        case ast.Constant(str(text)):
            return text.lower() == "auth.user"
        case ast.Name(name):
            return name in names
    return False


def _user_names(tree: ast.Module) -> frozenset[str]:
    """The names that an import of the auth user alone binds, at the module's level."""
    imported = set(_imported(tree.body))
    rebound = {
        target.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    return frozenset(imported - rebound)


def _imported(body: Iterable[ast.stmt]) -> Iterator[str]:
    for node in body:
        if isinstance(node, ast.ImportFrom) and node.module == "django.contrib.auth.models":
            yield from (a.asname or a.name for a in node.names if a.name == "User")
