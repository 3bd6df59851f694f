"""Comparisons with the label of an app: `model._meta.app_label == "auth"`.

What it does: looks at comparisons with the label of an app.

Why it breaks: the branch that was meant for the user is no longer taken.

What is edited: the label, where the same condition asks for the model `user`. Where the app alone
is asked for, the comparison holds for both apps with `--suggested`.

What is reported: a comparison with the app alone.
"""

from __future__ import annotations

import ast

from transformer.codemod.file import File, string, text_of
from transformer.codemod.literals import last_name
from transformer.codemod.rules import Example, Rule, Safe, diff
from transformer.findings import Level
from transformer.passes.references.both_apps import in_comparison, in_list

rule = Rule(
    __name__,
    "US326",
    "comparison-with-auth",
    Level.TODO,
    link="https://docs.djangoproject.com/en/stable/ref/models/options/#app-label",
    examples=(
        diff(
            """\
                  def is_user(model, kind):
                -     if model._meta.app_label == "auth" and model._meta.model_name == "user":
                +     if model._meta.app_label == "users" and model._meta.model_name == "user":
                          return True
                -     return kind.model == 'user' and kind.app_label == 'auth'
                +     return kind.model == 'user' and kind.app_label == 'users'
                """,
        ),
        Example(
            before="""\
                def is_ours(model, app):
                    if model._meta.app_label not in ["auth", "admin"]:
                        return app["app_label"] != "auth"
                """,
            reports=("US326", "US326"),
        ),
        diff(
            """\
                  def is_ours(model, app):
                -     if model._meta.app_label not in ["auth", "admin"]:
                -         return app["app_label"] != "auth"
                +     if model._meta.app_label not in ["auth", "users", "admin"]:
                +         return app["app_label"] not in ("auth", "users")
                """,
            reports=("US326", "US326"),
            options={"suggested": True},
        ),
        Example(
            title="groups, other apps, and other things called auth",
            before="""\
                def is_group(model, kind):
                    if model._meta.app_label == "auth" and model._meta.model_name == "group":
                        return True
                    return model._meta.app_label == "blog" or kind == "auth"
                """,
        ),
    ),
)

APP = ("app_label", "label")
MODEL = ("model_name", "model", "object_name", "__name__")


@rule.on(ast.Compare)
def comparison(node: ast.Compare, file: File) -> None:
    if len(node.ops) != 1:
        return
    left, right = node.left, node.comparators[0]
    if isinstance(node.ops[0], (ast.Eq, ast.NotEq)):
        auth = next((side for side in (left, right) if string(side) == "auth"), None)
        other = right if auth is left else left
        if auth is None or not is_app_label(other) or file.claimed(auth):
            return
        names = models_asked_for(file, node, other)
        if names == ["user"]:
            file.report(rule, auth, edit=Safe(file.options.app, part="auth"))
        elif names and "?" not in names:
            file.claim(rule, auth)
        else:
            widen(file, node, auth)
    elif isinstance(node.ops[0], (ast.In, ast.NotIn)) and is_app_label(left):
        parts = right.elts if isinstance(right, (ast.List, ast.Tuple, ast.Set)) else []
        auth = next((part for part in parts if string(part) == "auth"), None)
        if auth is None or file.options.app in [string(part) for part in parts]:
            return
        if file.claimed(auth):
            return
        if file.options.suggested and in_list(file, rule, right):
            file.report(rule, node, DONE, LOOK, Level.REVIEW)
        else:
            file.report(rule, auth, LEFT, f"Name `{file.options.app}` as well if users are meant.")


LEFT = "This asks for the app `auth`, and the user model is no longer in it."
DONE = "This comparison now holds for both apps, as --suggested asks."
LOOK = "Check whether the user model is meant."


def widen(file: File, node: ast.Compare, auth: ast.expr) -> None:
    if not file.options.suggested:
        file.report(rule, auth, LEFT, f"Name `{file.options.app}` as well if users are meant.")
    elif in_comparison(file, rule, node, auth):
        file.report(rule, node, DONE, LOOK, Level.REVIEW)


def is_app_label(node: ast.expr) -> bool:
    """``app_label``, ``model._meta.app_label``, ``app["app_label"]``, ``app_config.label``."""
    if isinstance(node, ast.Subscript):
        return text_of(node.slice) == "app_label"
    if isinstance(node, ast.Name):
        return node.id == "app_label"
    return isinstance(node, ast.Attribute) and node.attr in APP


def models_asked_for(file: File, node: ast.Compare, label: ast.expr) -> list[str]:
    """The models that the rest of an ``and`` asks for, of the same thing; ``?`` if computed."""
    parent = file.parent(node)
    if not (isinstance(parent, ast.BoolOp) and isinstance(parent.op, ast.And)):
        return []
    found = []
    for part in parent.values:
        if isinstance(part, ast.Compare) and isinstance(part.ops[0], ast.Eq):
            for side, other in ((part.left, part.comparators[0]), (part.comparators[0], part.left)):
                if last_name(side) in MODEL and _base(file, side) == _base(file, label):
                    found.append((string(other) or "?").lower())
    return found


def _base(file: File, node: ast.expr) -> str:
    """The source of ``model._meta`` in ``model._meta.app_label``."""
    return file.text.segment(node.value) if isinstance(node, ast.Attribute) else ""
