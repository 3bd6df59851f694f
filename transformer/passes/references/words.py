"""Words that name the user only together: an app beside a model or a permission.

As in ``search("auth", "User")``, ``Right(app="auth", name="user")``, ``{"auth": ["user"]}``.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from transformer.codemod.file import File, string
from transformer.codemod.literals import last_name
from transformer.spellings import Known, Sure

MODULE = "django.contrib.auth.models"
_ROW = 5
APP = ("app", "app_label")
OTHER_MODELS = frozenset(["group", "permission"])
ASSIGNING = (ast.Assign, ast.AnnAssign, ast.Return)
# Readers of configuration files, where auth is a section and user a name to log in with.
_OPTIONS = ("get", "getint", "getboolean", "set", "has_option", "join", "Path")


@dataclass(frozen=True)
class Words:
    """``app`` is the string ``"auth"``; ``listed`` what stands beside it among other models."""

    app: ast.expr
    meaning: str = "may name the user model"
    sure: Sure = Sure.LIKELY
    listed: bool = False


def words_together(file: File, node: ast.AST) -> Iterator[Words]:
    """The words of a node that do. All of them need a string that is ``"auth"``."""
    match node:
        case ast.Call(func=ast.Name(id="dict"), keywords=keywords):
            for keyword in keywords:
                if keyword.arg == "auth":
                    yield from _of_auth(keyword.value, keyword.value, file.index)
            yield from _in_call(node, file.index)
        case ast.Call():
            found = list(_in_call(node, file.index))
            # swapper looks the setting up by these words
            if found and not any(d.startswith("swapper.") for d in file.meaning(node.func)):
                yield from found
        case ast.arguments(defaults=defaults):
            yield from (Words(app) for app, model in pairwise(defaults) if _are_label(app, model))
        case ast.Dict(keys=keys, values=values):
            words = {string(k) or "": v for k, v in zip(keys, values, strict=True) if k}
            for key, value in zip(keys, values, strict=True):
                yield from _listed(key, value, file.index)
            yield from _named(words, file.index)
        case ast.If(test, body, other) | ast.IfExp(test, body, other):
            yield from _chosen(test, body, other)
        case ast.Tuple(elts=[app, models]) | ast.List(elts=[app, models]):
            yield from _listed(app, models, file.index)
            if string(app) == "auth" and string(models) in file.index.codenames:
                yield Words(app, "may name a permission of the user")
        case ast.Tuple(elts=parts) | ast.List(elts=parts) if 2 < len(parts) <= _ROW:
            # All strings are a row of a permission, which has a rule of its own.
            if any(isinstance(part, ast.Name | ast.Attribute | ast.JoinedStr) for part in parts):
                yield from (Words(app) for app, model in pairwise(parts) if _are_label(app, model))


def _are_label(app: ast.expr, model: ast.expr) -> bool:
    return string(app) == "auth" and (string(model) or "").lower() == "user"


def _chosen(
    test: ast.expr, body: list[ast.stmt] | ast.expr, other: list[ast.stmt] | ast.expr
) -> Iterator[Words]:
    """``if model == "user": app = "auth"``."""
    if not isinstance(test, ast.Compare) or len(test.ops) != 1:
        return
    if not any((string(s) or "").lower() == "user" for s in (test.left, *test.comparators)):
        return
    part = other if isinstance(test.ops[0], ast.NotEq) else body
    for node in part if isinstance(part, list) else [part]:
        value = getattr(node, "value", None) if isinstance(node, ASSIGNING) else node
        if isinstance(value, ast.expr) and string(value) == "auth":
            yield Words(value)


def _in_call(node: ast.Call, known: Known) -> Iterator[Words]:
    """``search("auth", "User")`` and ``search(app="auth", model="User")``."""
    doubtful = Sure.MENTION if last_name(node.func) in _OPTIONS else Sure.LIKELY
    for app, model in pairwise(node.args):
        if _are_label(app, model):
            yield Words(app, sure=Sure.LIKELY if string(model) == "User" else doubtful)
    words = {keyword.arg: keyword.value for keyword in node.keywords if keyword.arg}
    models = [words[name] for name in ("model", "model_name") if name in words]
    if any((string(model) or "").lower() == "user" for model in models):
        yield from (Words(value) for value in words.values() if string(value) == "auth")
    else:
        for found in _named(words, known, node.args):
            yield Words(found.app, sure=doubtful)


def _named(
    words: Mapping[str, ast.expr], known: Known, others: Iterable[ast.expr] = ()
) -> Iterator[Words]:
    """``app="auth", name="user"`` and ``app="auth", codename="add_user"``."""
    values = [*words.values(), *others]
    for name in ("models", "permissions", "codenames"):
        values += getattr(words.get(name), "elts", [])
    texts = [string(value) or "" for value in values]
    if any(text.lower() == "user" or text in known.codenames for text in texts):
        apps = [words[name] for name in APP if name in words and string(words[name]) == "auth"]
        yield from map(Words, apps[:1])


def _listed(app: ast.expr | None, models: ast.expr, known: Known) -> Iterator[Words]:
    """``{"auth": ["User", "Group"]}`` and ``("auth", ("user", "group"))``."""
    if app is not None and string(app) == "auth":
        yield from _of_auth(app, models, known)


def _of_auth(app: ast.expr, models: ast.expr, known: Known) -> Iterator[Words]:
    """What stands beside ``"auth"``, or is given to ``auth=``, among other models."""
    names: set[str] = set()
    if isinstance(models, (ast.List, ast.Tuple, ast.Set)):
        names = {(string(name) or "").lower() for name in models.elts}
    elif isinstance(models, ast.Dict):
        entries = {string(k) or "": v for k, v in zip(models.keys, models.values, strict=True) if k}
        names = {name.lower() for name in entries}
        listed = isinstance(entries.get("user"), (ast.List, ast.Tuple))
        if "user" in entries and not listed and not names & OTHER_MODELS:
            return  # {"auth": {"user": "ann", "password": "x"}}
    if "user" in names:
        yield Words(app, "list the user among the models of `auth`", listed=True)
    elif names & known.codenames:
        yield Words(app, "list permissions of the user among those of `auth`", listed=True)
