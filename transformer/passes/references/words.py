"""Words that name the user only together: an app beside a model or a permission.

As in ``search("auth", "User")``, ``Right(app="auth", name="user")``, ``{"auth": ["user"]}``.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise

from transformer.codemod.file import File, string
from transformer.codemod.literals import last_name
from transformer.codemod.rules import Rule, Suggested
from transformer.findings import Level
from transformer.spellings import Known

MODULE = "django.contrib.auth.models"
APP = ("app", "app_label")
OTHER_MODELS = frozenset(["group", "permission"])
MODEL_MEANT = "These words together may name the user model."
PERMISSION_MEANT = "These words together may name a permission of the user."
ASSIGNING = (ast.Assign, ast.AnnAssign, ast.Return)
# Readers of configuration files, where auth is a section and user a name to log in with.
_OPTIONS = ("get", "getint", "getboolean", "set", "has_option", "join", "Path")


def words_together(file: File, rule: Rule, node: ast.AST) -> None:
    """Report such words under ``rule``; with ``--suggested`` the app's label is rewritten.

    All of them need a string that is ``"auth"`` or :data:`MODULE`.
    """
    remedy = f"Write `{file.options.app}` for `auth` if they do."
    match node:
        case ast.Call():
            _call(file, rule, node)
        case ast.arguments(defaults=defaults):
            for app, model in pairwise(defaults):
                if string(app) == "auth" and (string(model) or "").lower() == "user":
                    file.report(rule, app, MODEL_MEANT, remedy, Level.TODO)
        case ast.Dict(keys=keys, values=values):
            for key, value in zip(keys, values, strict=True):
                if key is not None:
                    _listed(file, rule, key, value)
            words = {string(k) or "": v for k, v in zip(keys, values, strict=True) if k}
            if (found := _words_of_user(words, file.index)) is not None:
                file.report(
                    rule,
                    found,
                    MODEL_MEANT,
                    remedy,
                    Level.TODO,
                    edit=Suggested(file.options.app, part="auth"),
                )
        case ast.Compare(left=ast.Attribute(attr="__module__"), comparators=[module]):
            if string(module) == MODULE:
                message = "This compares with the module that the auth user is in."
                models = f"{file.options.app_module}.models"
                file.report(
                    rule, module, message, f"Write `{models}` if the user is meant.", Level.TODO
                )
        case ast.If(test, body, other) | ast.IfExp(test, body, other):
            for app in _chosen(test, body, other):
                file.report(
                    rule,
                    app,
                    MODEL_MEANT,
                    remedy,
                    Level.TODO,
                    edit=Suggested(file.options.app, part="auth"),
                )
        case ast.Tuple(elts=[app, models]) | ast.List(elts=[app, models]):
            _listed(file, rule, app, models)
            if string(app) == "auth" and string(models) in file.index.codenames:
                file.report(
                    rule,
                    app,
                    PERMISSION_MEANT,
                    remedy,
                    Level.TODO,
                    edit=Suggested(file.options.app, part="auth"),
                )


def _chosen(
    test: ast.expr, body: list[ast.stmt] | ast.expr, other: list[ast.stmt] | ast.expr
) -> Iterator[ast.expr]:
    """The ``"auth"`` in ``if model == "user": app = "auth"``."""
    if not isinstance(test, ast.Compare) or len(test.ops) != 1:
        return
    if not any((string(s) or "").lower() == "user" for s in (test.left, *test.comparators)):
        return
    part = other if isinstance(test.ops[0], ast.NotEq) else body
    for node in part if isinstance(part, list) else [part]:
        value = getattr(node, "value", None) if isinstance(node, ASSIGNING) else node
        if isinstance(value, ast.expr) and string(value) == "auth":
            yield value


def _call(file: File, rule: Rule, node: ast.Call) -> None:
    """``search("auth", "User")`` and ``search(app="auth", model="User")``."""
    for first, second in pairwise(node.args):
        if string(first) == "auth" and (string(second) or "").lower() == "user":
            _pair(file, rule, node, first, string(second) == "User")
    words = {keyword.arg: keyword.value for keyword in node.keywords if keyword.arg}
    models = [words[name] for name in ("model", "model_name") if name in words]
    certain = any((string(m) or "").lower() == "user" for m in models)
    if certain:
        app = next((value for value in words.values() if string(value) == "auth"), None)
    else:
        app = _words_of_user(words, file.index, node.args)
    if app is not None:
        _pair(file, rule, node, app, certain)


def _words_of_user(
    words: Mapping[str, ast.expr], known: Known, others: Iterable[ast.expr] = ()
) -> ast.expr | None:
    """The ``"auth"`` in ``app="auth", name="user"`` and ``app="auth", codename="add_user"``."""
    app = next(
        (words[name] for name in APP if name in words and string(words[name]) == "auth"), None
    )
    if app is None:
        return None
    values = [*words.values(), *others]
    for name in ("models", "permissions", "codenames"):
        values += getattr(words.get(name), "elts", [])
    texts = [string(value) or "" for value in values]
    return app if any(t.lower() == "user" or t in known.codenames for t in texts) else None


def _pair(file: File, rule: Rule, node: ast.Call, app: ast.expr, certain: bool) -> None:
    if any(dotted.startswith("swapper.") for dotted in file.meaning(node.func)):
        return  # swapper looks the setting up by these words
    message = "These words together may name the user model."
    new = file.options.app
    if not certain and last_name(node.func) in _OPTIONS:
        file.report(rule, app, message, f"Write `{new}` for `auth` if they do.", Level.NOTE)
    else:
        file.report(
            rule,
            app,
            message,
            f"Write `{new}` for `auth` if they do.",
            Level.TODO,
            edit=Suggested(new, part="auth"),
        )


def _listed(file: File, rule: Rule, app: ast.expr, models: ast.expr) -> None:
    """``{"auth": ["User", "Group"]}`` and ``("auth", ("user", "group"))``."""
    if string(app) != "auth" or file.claimed(app):
        return
    remedy = f"Move it to an entry for `{file.options.app}`."
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
        file.report(
            rule, app, "This lists the user among the models of `auth`.", remedy, Level.TODO
        )
    elif names & file.index.codenames:
        file.report(
            rule,
            app,
            "This lists permissions of the user among those of `auth`.",
            remedy,
            Level.TODO,
        )
