"""Third-party packages that name the auth user themselves: what a swap breaks or leaves behind.

Only the installed apps' ``models`` and ``migrations`` count, read from ``site-packages`` as text.
A package that takes ``settings.AUTH_USER_MODEL`` anywhere near is not reported for an import that
it keeps for old versions of Django.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from transformer.project.model import Project
from transformer.project.third_party import third_party_apps

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
    return tuple(
        HardCoded(app.package, app.version, app.relative(path), line, migration)
        for app in third_party_apps(project)
        for pattern, migration in (
            ("models.py", False),
            ("models/*.py", False),
            ("migrations/*.py", True),
        )
        for path, tree in app.parsed(pattern, b"auth", b"User")
        for line in sorted(set(_lines(tree)))
    )


def _lines(tree: ast.Module) -> Iterator[int]:
    names = user_names(tree)
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


def user_names(tree: ast.Module) -> frozenset[str]:
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
