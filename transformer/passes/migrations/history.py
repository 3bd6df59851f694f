"""The migrations of the project as a graph, as far as one migration comes after another.

Not a rule: US502 asks which migrations have the user model above them already.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from transformer.codemod.file import File, string
from transformer.passes.migrations.anatomy import (
    assignments,
    is_swappable_dependency,
    is_user_label,
    is_user_setting,
    migration_classes,
)
from transformer.passes.migrations.needs import needs_user
from transformer.semantics import PARSE_ERRORS, References


@dataclass(frozen=True)
class _Facts:
    """``user``: it depends on the user model itself, or will; ``parents``: paths of others."""

    user: bool
    parents: tuple[str, ...]


_KNOWN: WeakKeyDictionary[References, dict[str, _Facts]] = WeakKeyDictionary()


def declares_user(file: File) -> bool:
    """Whether a migration says itself that it comes after the user model."""
    for node in file.analysis.parents:
        if is_swappable_dependency(node):
            assert isinstance(node, ast.Call)
            target = node.args[0] if node.args else None
            if is_user_setting(file, target) or is_user_label(file, string(target)):
                return True
    return any(app == file.options.app for app, _ in dependencies(file))


def follows_user(file: File) -> bool:
    """Whether a migration that this one depends on comes after the user model.

    It does where it says so, and where it needs the model: then this pass lets it say so.
    """
    seen = {file.path}
    waiting = list(_parents(file))
    while waiting:
        path = waiting.pop()
        if path not in seen:
            seen.add(path)
            facts = _facts(file, path)
            if facts.user:
                return True
            waiting += facts.parents
    return False


def _facts(file: File, path: str) -> _Facts:
    known = _KNOWN.setdefault(file.across, {})
    if path not in known:
        try:
            module = file.across.module(path)
        except PARSE_ERRORS:
            return known.setdefault(path, _Facts(user=False, parents=()))
        other = File(module, file.across, file.resolver, file.options)
        user = declares_user(other) or (
            bool(migration_classes(other)) and needs_user(other) is not None
        )
        known[path] = _Facts(user, tuple(_parents(other)))
    return known[path]


def _parents(file: File) -> Iterator[str]:
    """The files of the project's migrations that a migration names in its dependencies."""
    for app, name in dependencies(file):
        for folder in _folders(file, app):
            path = f"{folder}/{name}.py"
            if path in file.across.tree:
                yield path
                break


def _folders(file: File, app: str) -> Iterator[str]:
    if app == label_of(file):
        yield file.path.rpartition("/")[0]
        return
    for each in file.project.apps:
        if each.label == app:
            yield f"{each.path}/migrations" if each.path else "migrations"


def label_of(file: File) -> str:
    """The label of the app that a migration belongs to."""
    package = file.path.rpartition("/")[0].rpartition("/")[0]
    for each in file.project.apps:
        if each.path == package:
            return each.label
    return package.rpartition("/")[2]


def dependencies(file: File) -> Iterator[tuple[str, str]]:
    """The literal ``(app, migration)`` pairs on which the migrations of a file depend."""
    for owner in migration_classes(file):
        for statement in assignments(file, owner, "dependencies"):
            yield from pairs(statement)


def pairs(node: ast.AST) -> Iterator[tuple[str, str]]:
    for part in ast.walk(node):
        if isinstance(part, (ast.Tuple, ast.List)) and len(part.elts) == 2:
            app, name = (string(element) for element in part.elts)
            if app is not None and name is not None:
                yield app, name
