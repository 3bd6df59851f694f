"""Which expressions are the label of an app. Not a rule: several share it."""

from __future__ import annotations

import ast
import re

from transformer.codemod.file import File, string
from transformer.codemod.literals import last_name, owner
from transformer.semantics.scopes import Binding

_ATTRIBUTES = ("app_label", "label")
_NAMES = ("app_label", "app", "applabel")
# What a label with a dot is called: `model._meta.label`, `perm`, `AUTH_USER_MODEL`.
_DOTTED = re.compile(r"(?i)\w*(?:label|label_lower|model|perm|permission|model_name)")
_SPLITS = ("split", "rsplit", "partition", "rpartition")
_OF_APPS = ("app_configs", "all_models", "app_labels")
_KEY = re.compile(r"(?:\w+__)?app_label(?:__i?exact)?")
_OF_APP = re.compile(r"(?:^|_)APP(?:_|$)|LABEL")
_DEPTH = 4


def is_app_label(file: File, node: ast.AST, depth: int = _DEPTH) -> bool:
    """Whether an expression is the label of an app.

    ``app_label``, ``model._meta.app_label``, ``app["app_label"]``, ``app_config.label``, the first
    part of ``model._meta.label.split(".")``, and variables that hold one of these.
    """
    match node:
        case ast.Attribute(attr=name):
            return name in _ATTRIBUTES
        case ast.Subscript(value=value, slice=ast.Constant(value=0)):
            return is_taken_apart(file, value, depth)
        case ast.Subscript(slice=key):
            return string(key) == "app_label"
        case ast.Call(func=ast.Name(id="str"), args=[value]):
            return is_app_label(file, value, depth)
        case ast.Call(func=ast.Attribute(value=value, attr="lower" | "strip" | "casefold")):
            return is_app_label(file, value, depth)
        case ast.Name(id=name):
            return name in _NAMES or (depth > 0 and _holds_label(file, node, depth - 1))
        case _:
            return False


def is_taken_apart(file: File, node: ast.AST, depth: int = _DEPTH) -> bool:
    """Whether the first part of a value is the label: ``label.split(".")``, ``natural_key()``."""
    match node:
        case ast.Call(func=ast.Attribute(attr="natural_key")):
            return True
        case ast.Call(func=ast.Attribute(value=value, attr=method), args=[dot, *_]):
            dotted = method in _SPLITS and string(dot) == "."
            return dotted and _DOTTED.fullmatch(last_name(value)) is not None
        case ast.Name() if depth:
            return any(
                b.value is not None and is_taken_apart(file, b.value, depth - 1)
                for b in _bindings(file, node)
            )
        case _:
            return False


def _holds_label(file: File, name: ast.Name, depth: int) -> bool:
    return any(_gives_label(file, binding, depth) for binding in _bindings(file, name))


def _bindings(file: File, name: ast.Name) -> list[Binding]:
    scope = owner(file, name)
    return scope.bindings.get(name.id, []) if scope else []


def _gives_label(file: File, binding: Binding, depth: int) -> bool:
    if binding.value is not None:
        return is_app_label(file, binding.value, depth)
    target: ast.AST = binding.node
    parent = file.parent(target)
    if isinstance(parent, ast.Tuple | ast.List):
        if parent.elts[0] is not target:
            return False
        target, parent = parent, file.parent(parent)
    match parent:
        case ast.Assign(value=value):
            return is_taken_apart(file, value, depth)
        case ast.For(iter=iterated) | ast.comprehension(iter=iterated):
            return isinstance(target, ast.Name | ast.Tuple) and any(
                last_name(part) in _OF_APPS
                for part in ast.walk(iterated)
                if isinstance(part, ast.Name | ast.Attribute)
            )
        case _:
            return False


def holds_label(file: File, node: ast.expr) -> str | None:
    """The name or the key that a literal gives the label of an app to, for others to read.

    ``lookup["content_type__app_label"] = "auth"``, ``AUTH_APP = "auth"`` that is not read here.
    """
    parent = file.parent(node)
    if not isinstance(parent, ast.Assign | ast.AnnAssign | ast.NamedExpr):
        return None
    for target in parent.targets if isinstance(parent, ast.Assign) else [parent.target]:
        if isinstance(target, ast.Subscript):
            key = string(target.slice) or ""
            if _KEY.fullmatch(key):
                return key
        elif isinstance(target, ast.Attribute):
            if _KEY.fullmatch(target.attr):
                return target.attr
        elif isinstance(target, ast.Name) and _OF_APP.search(target.id):
            known = target.id in file.index.app_constants
            return target.id if known and not _is_read(file, target.id) else None
    return None


def _is_read(file: File, name: str) -> bool:
    """Whether the file itself reads the name or an attribute of that name."""
    return any(
        isinstance(node, ast.Name | ast.Attribute)
        and isinstance(node.ctx, ast.Load)
        and last_name(node) == name
        for node in file.analysis.parents
    )
