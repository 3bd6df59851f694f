"""Modules that hold the auth user for others: which of its names they keep.

Where a module goes on holding a name, bound to the user model, its importers need no edit.
"""

from __future__ import annotations

import ast
import re

from transformer.semantics.resolve import AUTH_MODELS, AUTH_USER, Module, Resolver
from transformer.semantics.scopes import Binding

SOURCE = "django.contrib.auth.models"


def brought_in(module: Module, resolver: Resolver, name: str) -> Binding | str | None:
    """What gives a module the auth user as ``name``, once it has run, on every way to it.

    The binding of a ``from … import`` or of an assignment, or the module of a star import; None for
    anything else.
    """
    scope = module.analysis.module
    bindings = scope.bindings.get(name, [])
    if not bindings:
        for source in reversed(scope.stars):
            if source == SOURCE and name in AUTH_MODELS:
                return source if name == "User" else None
            if resolver.project.modules.get(source) and resolver.member(source, name) == {
                AUTH_USER
            }:
                return source
        return None
    only = bindings[0]
    if len(bindings) > 1 or only.kind not in ("from", "assign") or only.block:
        return None
    return only if resolver.bound(only, scope, module.name) == {AUTH_USER} else None


def statement_of(module: Module, binding: Binding) -> ast.ImportFrom:
    """The import that binds a name."""
    statement = module.analysis.parents[binding.node]
    assert isinstance(statement, ast.ImportFrom)
    return statement


def is_for_others(module: Module, binding: Binding, name: str) -> bool:
    """Whether a module says that it imports a name for others to find.

    It lists the name in ``__all__``; or it never reads it, and is a package, says ``noqa``, or
    imports it ``as`` what it is called.
    """
    if name in module.listed:
        return True
    if name in module.read:
        return False
    assert isinstance(binding.node, ast.alias)
    last = statement_of(module, binding).end_lineno or 0
    packaged = module.path.rpartition("/")[2] == "__init__.py"
    return packaged or binding.node.asname == binding.node.name or b"noqa" in module.lines[last - 1]


def reaches_for(source: bytes, name: str) -> bool:
    """Whether a file that imports a module may read ``name`` from it: ``people.User``, a star."""
    word = re.escape(name.encode())
    return re.search(rb"\.\s*%s\b|\bimport\s*\(?\s*\*" % word, source) is not None
