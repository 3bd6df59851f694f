"""Codenames of the permissions that belong to the auth user's content type."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress

from transformer.formats.candidates import candidates
from transformer.formats.nodes import NoFixture, Unparsable, text, texts
from transformer.formats.rows import format_of, rows
from transformer.project import Project
from transformer.semantics.python_files import PythonFiles
from transformer.spellings.permission import DEFAULT_CODENAMES, VERBS
from transformer.tree import Tree

_GIVEN = re.compile(rb"\bcodename\s*=")
_USER_CLASSES = frozenset({"User", "get_user_model", "UserModel", "AuthUser", "user_model"})


def user_codenames(
    project: Project,
    tree: Tree,
    python: PythonFiles,
    nodes: Callable[[str], Iterable[ast.AST]],
) -> frozenset[str]:
    """The default four, and those that the project itself puts on the auth user's content type.

    Read are ``Permission.objects.create(codename=…, content_type=…)`` and its relatives where the
    content type is that of the user, and the permissions of proxies on Django before 2.2, which
    kept them under the content type of the concrete model (Django ticket #11154), and rows of
    fixtures. ``nodes`` gives those of a Python file.
    """
    found = set(DEFAULT_CODENAMES)
    for path in python.holding(b"codename"):
        source = tree.read(path)
        if b"content_type" in source and _GIVEN.search(source):
            found |= set(_created(nodes(path)))
    if project.django is None or project.django.series < (2, 2):
        for _, module in python.parsed(b"proxy", b"True", b"ser"):
            found |= set(_of_proxies(module))
    return frozenset(found) | frozenset(_in_fixtures(tree))


def _created(nodes: Iterable[ast.AST]) -> Iterator[str]:
    user_types: set[str] = set()
    calls: list[ast.Call] = []
    for node in nodes:
        if isinstance(node, ast.Call) and any(k.arg == "codename" for k in node.keywords):
            calls.append(node)
        elif isinstance(node, ast.Assign) and _is_user_content_type(node.value):
            user_types |= {target.id for target in _targets(node)}
    for node in calls:
        words = {k.arg: k.value for k in node.keywords}
        content_type = words.get("content_type")
        match words.get("codename"):
            case ast.Constant(value=str(codename)) if content_type is not None and (
                _is_user_content_type(content_type)
                or (isinstance(content_type, ast.Name) and content_type.id in user_types)
            ):
                yield codename


def _in_fixtures(tree: Tree) -> Iterator[str]:
    """``auth.permission`` rows of the content type; its label is not asked for, as above."""
    for path, view in candidates(tree, b"auth.permission"):
        if format := format_of(path):
            with suppress(NoFixture, Unparsable):
                for row in rows(view, format):
                    codename = text(row.fields.get("codename"))
                    key = texts(row.fields.get("content_type")) or ()
                    if row.label == "auth.permission" and key[1:] == ("user",) and codename:
                        yield codename


def _targets(node: ast.Assign) -> Iterator[ast.Name]:
    # `ct, created = ContentType.objects.get_or_create(...)` binds the first name.
    for target in node.targets:
        first = target.elts[0] if isinstance(target, ast.Tuple) and target.elts else target
        if isinstance(first, ast.Name):
            yield first


def _is_user_content_type(node: ast.expr) -> bool:
    """``….get_for_model(User)`` or ``….get(app_label="auth", model="user")``.

    The label is not asked for: after the passes over Python it is that of the users app.
    """
    match node:
        case ast.Call(func=ast.Attribute(attr="get_for_model"), args=[model, *_]):
            return _last_name(model) in _USER_CLASSES or _is_lookup(model)
        case ast.Call(func=ast.Attribute(attr="get_by_natural_key"), args=[app, model]):
            return _text(app) is not None and _text(model) == "user"
        case ast.Call(keywords=keywords):
            words = {k.arg: _text(k.value) for k in keywords}
            return "app_label" in words and words.get("model") == "user"
        case _:
            return False


def _is_lookup(node: ast.expr) -> bool:
    """``apps.get_model("auth", "User")`` and ``apps.get_model(settings.AUTH_USER_MODEL)``."""
    match node:
        case ast.Call(func=ast.Attribute(attr="get_model"), args=[*_, last]):
            label = _text(last) or _last_name(last)
            return label.lower().rpartition(".")[2] in {"user", "auth_user_model"}
        case _:
            return False


def _last_name(node: ast.expr) -> str:
    match node:
        case ast.Call(func=func):
            return _last_name(func)
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name
        case _:
            return ""


def _text(node: ast.expr) -> str | None:
    match node:
        case ast.Constant(value=str(text)):
            return text
        case _:
            return None


def _of_proxies(module: ast.Module) -> Iterator[str]:
    for node in ast.walk(module):
        if not isinstance(node, ast.ClassDef):
            continue
        if not any(_last_name(base) in _USER_CLASSES for base in node.bases):
            continue
        for meta in node.body:
            if not isinstance(meta, ast.ClassDef) or meta.name != "Meta":
                continue
            values = _settings(meta)
            if "proxy" in values:
                yield from (f"{verb}_{node.name.lower()}" for verb in VERBS)
                yield from _declared(values.get("permissions"))


def _declared(permissions: ast.expr | None) -> Iterator[str]:
    """The codenames of ``permissions = [("can_ban", "Can ban"), …]``."""
    if isinstance(permissions, ast.List | ast.Tuple):
        for pair in permissions.elts:
            if isinstance(pair, ast.List | ast.Tuple) and pair.elts:
                yield from filter(None, [_text(pair.elts[0])])


def _settings(meta: ast.ClassDef) -> dict[str, ast.expr]:
    return {
        target.id: node.value
        for node in meta.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
