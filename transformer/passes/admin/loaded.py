"""Whether Django ever runs a module that registers something.

``admin.autodiscover`` imports the ``admin`` module of every installed app and nothing else
(``autodiscover_modules`` in django/utils/module_loading.py).
"""

from __future__ import annotations

import ast
import re

from transformer.project import Project
from transformer.semantics import PARSE_ERRORS, References
from transformer.semantics.resolve import package_of
from transformer.semantics.scopes import resolve_relative

ADMIN = "django.contrib.admin"
TEST = re.compile(r"(?:^|/)(?:tests?/|test_[^/]*$|[^/]*_tests?\.py$|tests?\.py$|conftest\.py$)")


def is_test(path: str) -> bool:
    return TEST.search(path) is not None


def is_loaded(project: Project, references: References, path: str) -> bool:
    """Whether a module is an app's ``admin``, or another module of the project imports it."""
    name = project.module_names.get(path, "")
    package, _, last = name.rpartition(".")
    if last == "admin":
        known = project.installed_apps
        apps = {app.module for app in project.apps}
        if not known or package in apps or any(_installed(each, package) for each in known):
            return True
    if last in ("apps", "urls", "models", "settings"):
        return True
    return any(_imports(project, references, other, name) for other in references.tree)


def installed_everywhere(project: Project, path: str) -> bool:
    """Whether every settings module that could be read installs the app that ``path`` is of."""
    name = project.module_names.get(path, "")
    if name.rpartition(".")[2] != "admin":
        return True
    package = name.rpartition(".")[0]
    found = [
        _installed(each, package) for each in project.installed_apps if _installed(each, ADMIN)
    ]
    # Where none names the package, an AppConfig elsewhere does.
    return all(found) or not any(found)


def _installed(apps: tuple[str, ...], package: str) -> bool:
    return any(entry == package or entry.startswith(package + ".") for entry in apps)


def _imports(project: Project, references: References, path: str, wanted: str) -> bool:
    """Whether the file at ``path`` imports the module ``wanted``, at any place."""
    last = wanted.rpartition(".")[2].encode()
    if not path.endswith(".py") or is_test(path) or not last:
        return False
    name = project.module_names.get(path, "")
    try:
        if name == wanted or last not in references.tree.read(path):
            return False
        module = references.module(path)
    except PARSE_ERRORS:
        return False
    for node in module.analysis.parents:
        if isinstance(node, ast.Import) and any(a.name == wanted for a in node.names):
            return True
        if isinstance(node, ast.ImportFrom):
            source = resolve_relative(node.module, node.level, package_of(path, name))
            if source == wanted or any(f"{source}.{a.name}" == wanted for a in node.names):
                return True
        if isinstance(node, ast.Constant) and node.value == wanted:
            return True
    return False
