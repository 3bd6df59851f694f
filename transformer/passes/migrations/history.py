"""Which migrations have the user model above them already.

Not a rule: US502 asks.
"""

from __future__ import annotations

import ast
from contextlib import suppress

from transformer.codemod.file import File, string
from transformer.passes.migrations.anatomy import (
    is_swappable_dependency,
    is_user_label,
    is_user_setting,
    migration_classes,
)
from transformer.passes.migrations.needs import can_need_user, needs_user
from transformer.project.migrations import pairs
from transformer.semantics import PARSE_ERRORS


def declares_user(file: File) -> bool:
    """Whether a migration says itself that it comes after the user model."""
    for node in file.analysis.parents:
        if is_swappable_dependency(node):
            assert isinstance(node, ast.Call)
            target = node.args[0] if node.args else None
            if is_user_setting(file, target) or is_user_label(file, string(target)):
                return True
    named = pairs(file.analysis.tree, "dependencies")
    return any(app == file.options.app for app, _ in named)


def unsaid_need(file: File) -> ast.AST | None:
    """The first place of a migration that needs the user model while nothing in it says so.

    Whether the migration comes with the model is noted for those that depend on it.
    """
    known = file.index.migrations.needing_user
    known[file.path] = declares_user(file)
    if known[file.path]:
        return None
    place = needs_user(file)
    known[file.path] = place is not None and bool(migration_classes(file))
    return place


def follows_user(file: File) -> bool:
    """Whether a migration that this one depends on comes after the user model.

    It does where it says so, and where it needs the model: then this pass lets it say so.
    """
    migrations = file.index.migrations
    if file.path not in migrations.files:
        return False
    above = (migrations.by_key.get(key) for key in migrations.ancestors(file.path))
    return any(one is not None and _comes_with_user(file, one.path) for one in above)


def _comes_with_user(file: File, path: str) -> bool:
    """Whether another migration depends on the user model itself, or will."""
    known = file.index.migrations.needing_user
    if path not in known:
        known[path] = False
        with suppress(*PARSE_ERRORS):
            if can_need_user(file.index, path, file.options.app):
                module = file.index.module(path)
                unsaid_need(File(module, file.index, file.resolver, file.options))
    return known[path]
