"""The graph of the project's migrations, as far as their files tell it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from transformer.errors import Refused
from transformer.formats.python.syntax import parse
from transformer.project import Project
from transformer.semantics import References
from transformer.tree import Tree

Key = tuple[str, str]


@dataclass(frozen=True)
class Node:
    """One migration; ``dependencies`` are what its file names, ``needs_user`` a swappable one."""

    label: str
    name: str
    path: str
    dependencies: tuple[Key, ...]
    needs_user: bool
    replaces: bool


def migrations_of(project: Project, references: References, tree: Tree) -> dict[Key, Node]:
    """Every migration of the project's apps that Python can read."""
    labels = {app.path: app.label for app in project.apps}
    found = {}
    for path in tree:
        if not references.is_migration(path):
            continue
        package, _, file = path.rpartition("/migrations/")
        label = labels.get(package, package.rpartition("/")[2])
        try:
            module = parse(tree.read(path)).tree
        except (SyntaxError, ValueError, RecursionError):
            continue
        node = _node(label, file.removesuffix(".py"), path, module, tree.read(path))
        found[node.label, node.name] = node
    return found


def _node(label: str, name: str, path: str, module: ast.Module, source: bytes) -> Node:
    dependencies: list[Key] = []
    replaces = False
    for node in ast.walk(module):
        if not isinstance(node, ast.Assign) or not isinstance(node.targets[0], ast.Name):
            continue
        if node.targets[0].id == "dependencies":
            for part in ast.walk(node.value):
                match part:
                    case ast.Tuple(
                        elts=[ast.Constant(value=str(app)), ast.Constant(value=str(of))]
                    ):
                        dependencies.append((app, of))
        replaces |= node.targets[0].id == "replaces"
    needs = b"AUTH_USER_MODEL" in source or b"auth.User" in source or b"auth.user" in source
    return Node(label, name, path, tuple(dependencies), needs, replaces)


def root_and_leaf(label: str, nodes: dict[Key, Node]) -> tuple[Node, Node]:
    """The first and the last migration of an app.

    Raises Refused where the app has none, or several ends.
    """
    own = [node for node in nodes.values() if node.label == label]
    parents = {key for node in own for key in node.dependencies}
    roots = [node for node in own if not any(app == label for app, _ in node.dependencies)]
    leaves = [node for node in own if (node.label, node.name) not in parents]
    if len(roots) != 1 or len(leaves) != 1:
        what = "no migrations" if not own else "migrations with more than one beginning or end"
        raise Refused(
            f"The app {label} has {what}.",
            "Choose an app whose first migration every database has applied, or another strategy.",
        )
    return roots[0], leaves[0]


def ancestors(root: Node, nodes: dict[Key, Node]) -> Iterator[Key]:
    """What a migration depends on, directly and through others of the project."""
    seen: set[Key] = set()
    waiting = list(root.dependencies)
    while waiting:
        label, name = waiting.pop()
        if name in ("__first__", "__latest__"):
            names = [key for key in nodes if key[0] == label]
            chosen = min(names, default=None) if name == "__first__" else max(names, default=None)
            key = chosen or (label, name)
        else:
            key = (label, name)
        if key in seen:
            continue
        seen.add(key)
        yield key
        if key in nodes:
            waiting += nodes[key].dependencies
