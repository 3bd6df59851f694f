"""Code that asks whether the user model has been replaced gets another answer.

What it does: looks at code that asks whether the user model has been replaced.

Why it breaks: `settings.AUTH_USER_MODEL == "auth.User"`, `User is get_user_model()` and
`User._meta.swapped` were written for the day on which the project has a user model of its own. That
day has come: another branch runs from now on.

What is edited: `getattr(settings, "AUTH_USER_MODEL", "auth.User")` becomes
`settings.AUTH_USER_MODEL`, which Django always has.

What is reported: a comparison stays, for a person to look at both of its branches.
"""

from __future__ import annotations

import ast

from transformer.codemod.file import File, string
from transformer.codemod.rules import Example, Rule, Safe, diff
from transformer.findings import Level
from transformer.semantics.resolve import CUSTOM_USER
from transformer.spellings.model_label import is_label

rule = Rule(
    __name__,
    "US365",
    "check-for-swapped-user",
    Level.REVIEW,
    neutral=True,
    link="https://docs.djangoproject.com/en/stable/ref/settings/#auth-user-model",
    examples=(
        diff(
            """\
                  from django.conf import settings
                  from django.db import models

                - USER = getattr(settings, "AUTH_USER_MODEL", "auth.User")
                + USER = settings.AUTH_USER_MODEL
                """,
            path="blog/models.py",
        ),
        diff(
            """\
                  from django.conf import settings
                  from django.contrib.auth import get_user_model
                - from django.contrib.auth.models import User
                +
                + User = get_user_model()

                  custom = settings.AUTH_USER_MODEL != "auth.User"
                  stock = User is get_user_model() and not User._meta.swapped
                """,
            title="compared",
            reports=("US365",) * 2,
        ),
        Example(
            title="compared with another model",
            before="""\
                from django.conf import settings
                from django.contrib.auth import get_user_model

                print(settings.AUTH_USER_MODEL == "people.Person", get_user_model()._meta.label)
                """,
        ),
    ),
)


@rule.on(ast.Call, words=("AUTH_USER_MODEL",))
def default(call: ast.Call, file: File) -> None:
    name = call.func.id if isinstance(call.func, ast.Name) else ""
    if name != "getattr" or len(call.args) != 3 or string(call.args[1]) != "AUTH_USER_MODEL":
        return
    if file.means(call.args[0], "django.conf.settings") and is_label(string(call.args[2])):
        file.report(rule, call, edit=Safe(f"{file.text.segment(call.args[0])}.AUTH_USER_MODEL"))


@rule.on(ast.Compare)
def compared(node: ast.Compare, file: File) -> None:
    sides = [node.left, *node.comparators]
    setting = [s for s in sides if getattr(s, "attr", "") == "AUTH_USER_MODEL"]
    labels = [part for s in sides for part in _elements(s) if is_label(string(part))]
    if setting and labels:
        for label in labels:
            file.claim(rule, label)
        _report(file, node)
        return
    if any(map(file.is_auth_user, sides)) and any(file.means(s, CUSTOM_USER) for s in sides):
        _report(file, node)


def _elements(node: ast.expr) -> list[ast.expr]:
    return node.elts if isinstance(node, (ast.Tuple, ast.List, ast.Set)) else [node]


@rule.on(ast.Attribute, words=("swapped",))
def swapped(node: ast.Attribute, file: File) -> None:
    meta = node.value
    if not isinstance(meta, ast.Attribute) or (meta.attr, node.attr) != ("_meta", "swapped"):
        return
    if file.is_auth_user(meta.value):
        _report(file, node)


def _report(file: File, node: ast.AST) -> None:
    if file.options.prepare:
        return
    file.report(
        rule,
        node,
        "This asks whether the project has a user model of its own, and the answer changes: "
        f"AUTH_USER_MODEL is `{file.options.user_model}` from now on.",
        "Look at what runs in either case, and drop the case that cannot happen any more.",
    )
