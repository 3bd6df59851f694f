"""Which modules run while Django loads the models.

Django imports each app's package, its AppConfig's module and its ``models`` (``Apps.populate`` in
django/apps/registry.py); what these import at their top level runs then too.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from transformer.formats.python.syntax import parse
from transformer.project import Project
from transformer.semantics.resolve import Resolver, package_of
from transformer.semantics.scopes import resolve_relative


def load_time_modules(project: Project, resolver: Resolver) -> frozenset[str]:
    """Dotted names of the project's modules that are imported before the app registry is ready."""
    packages = [app.module for app in project.apps]
    start = {
        name for package in packages for name in (package, f"{package}.apps", f"{package}.models")
    }
    if not packages:
        start = {n for n in project.modules if n.rpartition(".")[2] in ("models", "apps")}
    waiting = sorted(start & project.modules.keys())
    found: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        found.add(name)
        path = project.modules[name]
        try:
            tree = parse(resolver.read(path)).tree
        except (SyntaxError, ValueError, RecursionError, OSError):
            continue
        for imported in _imports(tree, package_of(path, name)):
            # Importing a module runs the packages above it first.
            parts = imported.split(".")
            names = {".".join(parts[: i + 1]) for i in range(len(parts))}
            waiting += sorted((names & project.modules.keys()) - found)
    return frozenset(found)


def _imports(tree: ast.Module, package: str) -> Iterator[str]:
    """What a module imports when it runs: not inside functions, not for the type checker."""
    stack: list[ast.AST] = [tree]
    while stack:
        node = stack.pop()
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            module = resolve_relative(node.module, node.level, package)
            yield module
            yield from (f"{module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test):
            stack += node.orelse
        elif isinstance(node, (ast.Module, ast.If, ast.Try, ast.With, ast.ClassDef, ast.For)):
            stack += ast.iter_child_nodes(node)
        elif isinstance(node, ast.ExceptHandler):
            stack += node.body
