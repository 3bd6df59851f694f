"""Whether the project itself decides how users stand in the admin.

Exactly one registration must remain: where the project registers the user model with the default
site, or takes it out of it, the users app registers nothing.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from transformer.options import Options
from transformer.references import PARSE_ERRORS, References
from transformer.references.resolve import AUTH_USER, CUSTOM_USER, Module
from transformer.tree import Tree

DEFAULT_SITES = {"django.contrib.admin.site", "django.contrib.admin.sites.site"}
DECORATORS = {"django.contrib.admin.register", "django.contrib.admin.decorators.register"}


def decides_on_admin(references: References, tree: Tree, options: Options) -> bool:
    """Whether a module of the project (un)registers the user model with the default site."""
    users = {AUTH_USER, CUSTOM_USER, f"{options.app_module}.models.User"}
    for path in tree:
        if not path.endswith(".py") or path.startswith(options.app_path + "/"):
            continue
        try:
            if b"register" not in tree.read(path) or b"admin" not in tree.read(path):
                continue
            module = references.module(path)
        except PARSE_ERRORS:
            continue
        for node in registered(module, references):
            if references.resolver.node(node, module) & users:
                return True
    return False


def registered(module: Module, references: References) -> Iterator[ast.expr]:
    """The models that a module registers with the default site, or takes out of it."""
    for call in [node for node in module.analysis.parents if isinstance(node, ast.Call)]:
        for model in models_of(call, module, references):
            yield from model.elts if isinstance(model, (ast.List, ast.Tuple)) else [model]


def models_of(call: ast.Call, module: Module, references: References) -> list[ast.expr]:
    """What ``admin.site.register(...)`` or ``@admin.register(...)`` is given."""
    meaning = references.resolver.node
    keywords = {keyword.arg: keyword.value for keyword in call.keywords}
    if meaning(call.func, module) & DECORATORS:
        site = keywords.get("site")
        return call.args if site is None or meaning(site, module) & DEFAULT_SITES else []
    function = call.func
    if not isinstance(function, ast.Attribute) or function.attr not in ("register", "unregister"):
        return []
    if not meaning(function.value, module) & DEFAULT_SITES:
        return []
    named = keywords.get("model_or_iterable")
    return call.args[:1] + ([named] if named is not None else [])
