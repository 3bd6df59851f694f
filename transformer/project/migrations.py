"""The migrations of a project as Django's own graph, read from their files only.

Nothing of a migration is imported: its file says what it depends on, and the folder that it stands
in says which app it belongs to.
"""

# Django's graph has no annotations.
# mypy: disallow-untyped-calls=False

from __future__ import annotations

import ast
import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

from transformer.formats.python.statements import statements
from transformer.formats.python.syntax import parse
from transformer.project.model import App

if TYPE_CHECKING:
    from django.db.migrations.graph import MigrationGraph

Key: TypeAlias = tuple[str, str]
"""The label of an app and the name of a migration, as Django keeps them."""

_CLASS = re.compile(rb"(?m)^(?:class\s+Migration\b|Migration\s*=)")
_DERIVED = re.compile(rb"(?m)^class\s+\w+\s*\((?:[^()]*[\s,])?(?:\w+\.)*Migration\s*[,)]")


@dataclass(frozen=True)
class MigrationFile:
    """One migration; the two lists hold the pairs that are spelled out in them."""

    label: str
    name: str
    path: str
    dependencies: tuple[Key, ...] = ()
    replaces: tuple[Key, ...] = ()

    @property
    def key(self) -> Key:
        return self.label, self.name

    @property
    def next_number(self) -> str:
        """What the name of the migration after this one begins with, such as ``0004``."""
        number = self.name[:4]
        return f"{int(number) + 1 if number.isdigit() else 1:04}"


class MigrationIndex:
    """The migrations among some files, as they stand now.

    ``needing_user`` is for those who find out which of them need the user model: path -> whether.
    """

    def __init__(
        self, paths: Iterable[str], read: Callable[[str], bytes], apps: Iterable[App]
    ) -> None:
        labels = {app.path: app.label for app in apps}
        found = (_read(path, read, labels) for path in paths if path.endswith(".py"))
        self.files = {one.path: one for one in found if one is not None}
        self.needing_user: dict[str, bool] = {}

    @cached_property
    def by_key(self) -> Mapping[Key, MigrationFile]:
        """Where two folders have one label, the first counts."""
        found: dict[Key, MigrationFile] = {}
        for one in self.files.values():
            found.setdefault(one.key, one)
        return found

    @cached_property
    def graph(self) -> MigrationGraph:
        """With every migration that stands; what a file is missing for has None for one."""
        return self._linked()

    def ancestors(self, path: str) -> Iterator[Key]:
        """What a migration comes after, the nearest first; nothing where the graph has a cycle.

        One by one: who looks for the nearest of some kind does not pay for a long history.
        """
        waiting = deque([] if self._is_cyclic else [self.files[path].key])
        seen = {*waiting}
        while waiting:
            parents = (parent.key for parent in self.graph.node_map[waiting.popleft()].parents)
            new = sorted({*parents} - seen, reverse=True)
            seen |= {*new}
            waiting += new
            yield from new

    def ends_of(self, label: str) -> tuple[list[MigrationFile], list[MigrationFile]]:
        """The first and the last migrations of an app, without those that others replace."""
        graph = self._linked()
        for one in self.by_key.values():
            if one.label == label and one.replaces and one.key in graph:
                graph.remove_replaced_nodes(one.key, one.replaces)
        known = self.by_key
        roots = [known[key] for key in graph.root_nodes(label) if key in known]
        return roots, [known[key] for key in graph.leaf_nodes(label) if key in known]

    @cached_property
    def _is_cyclic(self) -> bool:
        from django.db.migrations.exceptions import CircularDependencyError

        try:
            self.graph.ensure_not_cyclic()
        except CircularDependencyError:
            return True
        return False

    def _linked(self) -> MigrationGraph:
        # Django's models come along, which takes as long as reading a hundred migrations.
        from django.db.migrations.graph import MigrationGraph

        graph = MigrationGraph()
        for key, one in self.by_key.items():
            graph.add_node(key, one)
        edges = [(one, parent) for one in self.by_key.values() for parent in one.dependencies]
        # As Django does it: `__first__` and `__latest__` of another app are known once the apps
        # have their own order.
        edges.sort(key=lambda edge: edge[0].label != edge[1][0])
        for one, parent in edges:
            graph.add_dependency(one, one.key, _named(parent, graph), skip_validation=True)
        return graph


def is_migration(path: str, source: bytes) -> bool:
    """Whether a file defines a migration, in whatever folder (``MIGRATION_MODULES``)."""
    if b"Migration" not in source:
        return False
    if "migrations" in path.split("/")[:-1] and _CLASS.search(source):
        return True
    return _DERIVED.search(source) is not None


def label_of(path: str, apps: Iterable[App]) -> str:
    """The label of the app that a migration belongs to: that of the folder above its own.

    A folder that is no installed app has its own name for a label, unless an app has that already.
    """
    return _label(path, {app.path: app.label for app in apps})


def pairs(module: ast.AST, name: str) -> Iterator[Key]:
    """The literal pairs ``(app, migration)`` of the lists that are assigned to ``name``."""
    for node in statements(module):
        if isinstance(node, ast.Assign):
            targets = node.targets
        elif isinstance(node, (ast.AnnAssign, ast.AugAssign)):
            targets = [node.target]
        else:
            continue
        called = (t.attr if isinstance(t, ast.Attribute) else getattr(t, "id", "") for t in targets)
        if name in called and node.value is not None:
            yield from pairs_in(node.value)


def pairs_in(node: ast.AST) -> Iterator[Key]:
    """The literal pairs of two strings in an expression."""
    for part in ast.walk(node):
        match part:
            case ast.Tuple([ast.Constant(str(app)), ast.Constant(str(name))]) | ast.List(
                [ast.Constant(str(app)), ast.Constant(str(name))]
            ):
                yield app, name


def _label(path: str, labels: Mapping[str, str]) -> str:
    package = path.rpartition("/")[0].rpartition("/")[0]
    name = package.rpartition("/")[2]
    return labels.get(package) or (package if name in labels.values() else name)


def _read(
    path: str, read: Callable[[str], bytes], labels: Mapping[str, str]
) -> MigrationFile | None:
    try:
        source = read(path)
    except OSError:
        return None
    if not is_migration(path, source):
        return None
    label, name = _label(path, labels), path.rpartition("/")[2].removesuffix(".py")
    try:
        module = parse(source).tree
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return MigrationFile(label, name, path)
    needed, replaced = tuple(pairs(module, "dependencies")), tuple(pairs(module, "replaces"))
    return MigrationFile(label, name, path, needed, replaced)


def _named(key: Key, graph: MigrationGraph) -> Key:
    """The migration that ``__first__`` or ``__latest__`` of an app of the project means."""
    nodes = {"__first__": graph.root_nodes, "__latest__": graph.leaf_nodes}.get(key[1])
    known = nodes(key[0]) if nodes else []
    return known[0] if known else key
