"""Lookups that name a content type by app and model. Not a rule: US314 and US315 share it.

A lookup is one ``name=value`` of a call, one ``"name": value`` of a dictionary, or one
``("name", value)`` of a ``Q`` as migrations write it.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

from transformer.codemod.file import File, string
from transformer.codemod.literals import last_name
from transformer.codemod.rules import Rule, Safe
from transformer.passes.references.both_apps import in_list
from transformer.semantics.resolve import UNKNOWN

NAME = re.compile(r"((?:\w+__)?)(app_label|model|codename)(|__exact|__iexact|__in)")

_METHODS = ("get", "filter", "exclude", "create", "update", "get_or_create", "update_or_create")
_SHORTCUTS = ("get_object_or_404", "get_list_or_404")
QUERYSET_METHODS = frozenset(
    [
        *(_METHODS + _SHORTCUTS),
        *(f"a{name}" for name in _METHODS + _SHORTCUTS),
        *("complex_filter", "Q", "ContentType"),
    ]
)
CONTENT_TYPE = "django.contrib.contenttypes.models.ContentType"


@dataclass(frozen=True)
class Lookup:
    """``place`` is what holds the name, ``end`` and ``start`` the bytes of the whole."""

    prefix: str
    name: str
    suffix: str
    place: ast.keyword | ast.expr
    value: ast.expr

    @property
    def values(self) -> list[str | None]:
        """The texts looked for; None for one that is computed."""
        if self.suffix == "__in":
            if isinstance(self.value, (ast.List, ast.Tuple, ast.Set)):
                return [string(part) for part in self.value.elts]
            return [None]
        return [string(self.value)]


def lookups(node: ast.Call | ast.Dict) -> Iterator[Lookup]:
    """The lookups of a call or a dictionary that speak of apps, models and codenames."""
    pairs: list[tuple[str | None, ast.keyword | ast.expr, ast.expr]] = []
    if isinstance(node, ast.Dict):
        for key, value in zip(node.keys, node.values, strict=True):
            if key is not None:
                pairs.append((string(key), key, value))
    else:
        pairs += [(keyword.arg, keyword, keyword.value) for keyword in node.keywords]
        for argument in node.args:
            match argument:
                case ast.Tuple(elts=[key, value]):
                    pairs.append((string(key), key, value))
    for name, place, value in pairs:
        if found := NAME.fullmatch(name or ""):
            yield Lookup(found[1], found[2], found[3], place, value)


def is_lookup(file: File, node: ast.Call | ast.Dict, prefix: str) -> bool:
    """Whether a call or a dictionary surely looks for content types.

    A ``prefix`` such as ``content_type__`` says so itself. Without one the rows could be those of
    any model with a field ``app_label``: a class that is known to be another one says no.
    """
    call = node if isinstance(node, ast.Call) else _taking(file, node)
    if call is not None and last_name(call.func) in QUERYSET_METHODS:
        return bool(prefix) or _asks_content_types(file, call)
    return _limits_choices(file, node)


def _taking(file: File, node: ast.Dict) -> ast.Call | None:
    """The call that ``node`` gives its keywords or its conditions."""
    parent = file.parent(node)
    if isinstance(parent, ast.keyword) and parent.arg is None:
        parent = file.parent(parent)
        return parent if isinstance(parent, ast.Call) else None
    if isinstance(parent, ast.Call) and last_name(parent.func) == "complex_filter":
        return parent
    return None


def _asks_content_types(file: File, call: ast.Call) -> bool:
    name = last_name(call.func)
    if name == "Q":
        return True
    root: ast.AST = call.func
    if name in _SHORTCUTS + tuple(f"a{each}" for each in _SHORTCUTS) and call.args:
        root = call.args[0]
    while isinstance(root, (ast.Attribute, ast.Call)):
        root = root.func if isinstance(root, ast.Call) else root.value
    return file.meaning(root) <= {CONTENT_TYPE, UNKNOWN}


def _limits_choices(file: File, node: ast.AST) -> bool:
    """Whether ``node`` is the value of ``limit_choices_to``, or what its function returns."""
    for parent in file.ancestors(node):
        if isinstance(parent, ast.keyword):
            return parent.arg == "limit_choices_to"
        if isinstance(parent, (ast.FunctionDef, ast.AsyncFunctionDef)):
            return any(
                isinstance(other, ast.keyword)
                and other.arg == "limit_choices_to"
                and isinstance(other.value, ast.Name)
                and other.value.id == parent.name
                for other in file.analysis.parents
            )
        if not isinstance(parent, (ast.Lambda, ast.IfExp, ast.BinOp, ast.UnaryOp, ast.Return)):
            return False
    return False


def widen(file: File, rule: Rule, lookup: Lookup) -> bool:
    """Let a lookup for the app ``auth`` find the users app as well.

    ``app_label="auth"`` becomes ``app_label__in=["auth", "users"]``; a list gets another element.
    """
    app, quote = file.options.app, _quote(file, lookup)
    if lookup.suffix == "__in":
        return in_list(file, rule, lookup.value)
    if file.claimed(lookup.value) or file.ignored(lookup.value, rule):
        return False
    name = f"{lookup.prefix}{lookup.name}"
    text, place = file.text, lookup.place
    both = f"[{quote}auth{quote}, {quote}{app}{quote}]"
    if isinstance(place, ast.keyword):
        start = text.start(place)
        old = f"{name}{lookup.suffix}"
        file.replace_bytes(rule, start, start + len(old), f"{name}__in")
    elif not file.report(rule, place, edit=Safe(f"{name}__in", part=f"{name}{lookup.suffix}")):
        return False
    return file.report(rule, lookup.value, edit=Safe(both))


def _quote(file: File, lookup: Lookup) -> str:
    source = file.text.segment(lookup.value)
    return source[-1] if source[-1:] in ("'", '"') else file.text.quote
