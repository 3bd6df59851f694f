"""The migrations around the user model: which depend on it, before and after."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence

from transformer.formats.python.syntax import parse
from transformer.passes.migrations.anatomy import is_swappable_dependency
from transformer.pipeline import Migration
from transformer.project.migrations import Key, MigrationIndex
from transformer.report.drawings.boxes import Box, Drawing, Panel, panel
from transformer.tree import Tree

_MAX_MIGRATIONS = 24
_FIRST = "__first__"


def drawing(migration: Migration, before: Tree) -> Drawing | None:
    """The project's migrations on the left, those of the user model on the right."""
    options, after = migration.options, migration.tree
    old = _dependencies(MigrationIndex(before, before.read, migration.project.apps), before, "auth")
    index = MigrationIndex(after, after.read, migration.project.apps)
    new = _dependencies(index, after, options.app)
    rows = sorted({key for found in (old, new) for key in found if key[0] != options.app})
    if not rows:
        return None
    shown = rows[:_MAX_MIGRATIONS]
    fresh = {(row, key) for row in shown for key in new.get(row, ()) if not old.get(row)}
    own = [one for one in index.by_key.values() if one.label == options.app]
    replaced = {one.key: one.replaces for one in own if one.replaces}
    chain = [
        (one.key, parent)
        for one in own
        for parent in one.dependencies
        if parent[0] == options.app and parent in index.by_key
    ]
    panels = (
        _panel("Before", shown, old, {}, [], set()),
        _panel("After", shown, new, replaced, chain, fresh),
    )
    more = len(rows) - len(shown)
    left_out = f"{more} more migrations depend on it, and are not shown." if more else ""
    return Drawing("history", "Which migrations depend on the user", panels, left_out)


def _panel(
    name: str,
    rows: Sequence[Key],
    needed: Mapping[Key, tuple[Key, ...]],
    replaced: Mapping[Key, tuple[Key, ...]],
    chain: Sequence[tuple[Key, Key]],
    fresh: set[tuple[Key, Key]],
) -> Panel:
    """One state: ``needed`` says what each row depends on, ``fresh`` which of it is new."""
    targets = {key for row in rows for key in needed.get(row, ())}
    targets |= {key for pair in chain for key in pair}
    right = sorted(targets)
    left = [Box(_dotted(row), faint=not needed.get(row)) for row in rows]
    boxes = [Box(key[0], (_named(key), *_replacing(replaced.get(key, ())))) for key in right]
    arrows = {
        (a, right.index(key)): (row, key) in fresh
        for a, row in enumerate(rows)
        for key in needed.get(row, ())
    }
    inner = [(right.index(a), right.index(b)) for a, b in chain]
    said = "; ".join(
        f"{_dotted(row)} depends on {' and '.join(_dotted(key) for key in needed[row])}"
        for row in rows
        if needed.get(row)
    )
    return panel(name, left, boxes, arrows, f"{said}.", inner)


def _dependencies(index: MigrationIndex, tree: Tree, app: str) -> dict[Key, tuple[Key, ...]]:
    """Migration -> those of ``app``, or of auth, that it says it depends on."""
    found = {}
    for one in index.files.values():
        keys = [key for key in one.dependencies if key[0] in (app, "auth")]
        if _is_swappable(tree, one.path):
            keys.insert(0, (app, _FIRST))
        if keys:
            found[one.key] = tuple(dict.fromkeys(_resolved(key, index) for key in keys))
    return found


def _resolved(key: Key, index: MigrationIndex) -> Key:
    """The first migration of an app by its name, where it has one of the project's."""
    if key[1] != _FIRST:
        return key
    roots = index.ends_of(key[0])[0] if any(one[0] == key[0] for one in index.by_key) else []
    return roots[0].key if roots else (key[0], "0001_initial")


def _is_swappable(tree: Tree, path: str) -> bool:
    source = tree.read(path)
    if b"swappable_dependency" not in source:
        return False
    try:
        return any(map(is_swappable_dependency, ast.walk(parse(source).tree)))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False


def _replacing(keys: Sequence[Key]) -> tuple[str, ...]:
    return ("in the place of", *map(_dotted, keys)) if keys else ()


def _dotted(key: Key) -> str:
    return f"{key[0]}.{key[1]}"


def _named(key: Key) -> str:
    return "its first migration" if key[1] == _FIRST else key[1]
