"""Installed apps that need the users app to be loaded before them, as their source says."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from transformer.project.model import Project
from transformer.project.third_party import InstalledApp, third_party_apps

_FUNCTIONS = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
# Admin modules that ask what is registered for the user model, or take it off.
_ASKING = ("is_registered", "unregister", "_registry", "get_model_admin")


def apps_after_users(project: Project) -> dict[str, str]:
    """Entries of ``INSTALLED_APPS`` that have to stand behind the users app, and what says so.

    ``get_registered_model()`` finds a model only if its app came earlier, unlike
    ``get_user_model()``, which loads it. An admin module that looks the user's registration up
    finds it only behind the app that registers it: Django's own came first in most projects.
    """
    return {
        app.entry: f"{app.distribution} ({app.relative(path)}, line {line})"
        for app in third_party_apps(project)
        for path, line in list(_places(app))[:1]
    }


def _places(app: InstalledApp) -> Iterator[tuple[Path, int]]:
    for pattern in ("models.py", "models/**/*.py"):
        for path, tree in app.parsed(pattern, b"get_registered_model", b"AUTH_USER_MODEL"):
            yield from ((path, line) for line in _calls(tree, ("get_registered_model",)))
    for pattern in ("admin.py", "admin/**/*.py"):
        for path, tree in app.parsed(pattern, b"get_user_model", b"admin"):
            yield from ((path, line) for line in _calls(tree, _ASKING))


def _calls(tree: ast.Module, names: tuple[str, ...]) -> Iterator[int]:
    """The lines that use one of the names while the module is imported."""
    waiting: list[ast.AST] = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Attribute) and node.attr in names:
            yield node.lineno
        elif not isinstance(node, _FUNCTIONS):
            waiting += ast.iter_child_nodes(node)
