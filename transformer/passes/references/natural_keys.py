"""Natural keys of the user's content type and permissions: `get_by_natural_key("auth", "user")`.

What it does: rewrites the natural key of the user's content type, and of permissions, which end in
it: in `get_by_natural_key`, in comparisons with `natural_key()`, in objects that Python hands to
Django's deserializer, and in rows that name a permission of the user by app, model and codename.

Why it breaks: the key of the content type becomes `("users", "user")`. Lookups raise
`DoesNotExist`, loaded objects `DeserializationError`.

What is edited: the app in the key, in the row, and in the `model` of a serialized object. A list or
tuple of app and model alone anywhere else is only edited with `--suggested`.

What is reported: such a list or tuple.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence

from transformer.codemod.file import File, string
from transformer.codemod.literals import last_name
from transformer.codemod.rules import Example, Rule, Safe, Suggested, diff
from transformer.findings import Level
from transformer.passes.references.label_variables import is_app_label
from transformer.spellings.content_type import app_in_key, app_in_permission_row
from transformer.spellings.model_label import is_label

rule = Rule(
    __name__,
    "US316",
    "natural-key-of-auth-user",
    Level.TODO,
    link="https://docs.djangoproject.com/en/stable/topics/serialization/#natural-keys",
    also=("migrations",),
    examples=(
        diff(
            """\
                  from django.contrib.auth.models import Permission
                  from django.contrib.contenttypes.models import ContentType

                - kind = ContentType.objects.get_by_natural_key("auth", "user")
                - may = Permission.objects.get_by_natural_key("change_user", "auth", "user")
                - same = kind.natural_key() == ("auth", "user")
                - also = (kind.app_label, kind.model) in [("auth", "user"), ("auth", "group")]
                - other = ContentType.objects.get_by_natural_key(*["auth", "user"])
                + kind = ContentType.objects.get_by_natural_key("users", "user")
                + may = Permission.objects.get_by_natural_key("change_user", "users", "user")
                + same = kind.natural_key() == ("users", "user")
                + also = (kind.app_label, kind.model) in [("users", "user"), ("auth", "group")]
                + other = ContentType.objects.get_by_natural_key(*["users", "user"])
                """,
        ),
        Example(
            title="serialized objects",
            before="""\
                DATA = [
                    {"model": "auth.user", "pk": 1, "fields": {"username": "ann"}},
                    {
                        "model": "blog.note",
                        "fields": {"kind": ["auth", "user"], "may": ["add_user", "auth", "user"]},
                    },
                ]
                """,
            after="""\
                DATA = [
                    {"model": "users.user", "pk": 1, "fields": {"username": "ann"}},
                    {
                        "model": "blog.note",
                        "fields": {"kind": ["users", "user"], "may": ["add_user", "users", "user"]},
                    },
                ]
                """,
        ),
        Example(
            title="a pair of unknown use",
            before="""\
                KINDS = [("auth", "user"), ("blog", "post")]
                MAY = [("auth", "user", "session"), ("auth", "group", "add_group")]
                """,
            reports=("US316",),
        ),
        diff(
            """\
                  ROWS = [
                -     ("add_user", "auth", "user", "Can add user"),
                -     ["auth", "User", "change_user"],
                -     [7, "Can view user", "auth", "user", "view_user"],
                +     ("add_user", "users", "user", "Can add user"),
                +     ["users", "User", "change_user"],
                +     [7, "Can view user", "users", "user", "view_user"],
                      ("add_group", "auth", "group", "Can add group"),
                  ]
                - ADD = {"codename": "add_user", "app_label": "auth", "model": "user"}
                + ADD = {"codename": "add_user", "app_label": "users", "model": "user"}
                """,
            title="rows of permissions",
        ),
        diff(
            """\
                - KINDS = [("auth", "user"), ("blog", "post")]
                + KINDS = [("users", "user"), ("blog", "post")]
                """,
            title="a pair of unknown use",
            reports=("US316",),
            options={"suggested": True},
        ),
        Example(
            title="group, a user by name, and longer lists of words",
            before="""\
                from django.contrib.auth import get_user_model
                from django.contrib.contenttypes.models import ContentType

                kind = ContentType.objects.get_by_natural_key("auth", "group")
                auth = get_user_model().objects.get_by_natural_key("auth")
                words = ["auth", "user", "session", "token"]
                """,
        ),
    ),
)


@rule.on(ast.Call, words=("get_by_natural_key",))
def get_by_natural_key(call: ast.Call, file: File) -> None:
    if last_name(call.func) == "get_by_natural_key" and not call.keywords:
        arguments = call.args
        if len(arguments) == 1 and isinstance(arguments[0], ast.Starred):
            arguments = getattr(arguments[0].value, "elts", [])
        if app := app_of_key(arguments, file):
            file.report(rule, app, edit=Safe(file.options.app, part="auth"))


@rule.on(ast.Dict, spelled=True)
def serialized(node: ast.Dict, file: File) -> None:
    """The model, and every key inside the fields, of ``{"model": …, "fields": …}``."""
    entries = {string(k): v for k, v in zip(node.keys, node.values, strict=True)}
    if "model" not in entries or "fields" not in entries:
        return
    model = entries["model"]
    if is_label(string(model)):
        file.report(rule, model, edit=Safe(f"{file.options.app}.", part="auth."))
    for part in ast.walk(entries["fields"]):
        if isinstance(part, (ast.List, ast.Tuple)) and (app := app_of_key(part.elts, file)):
            file.report(rule, app, edit=Safe(file.options.app, part="auth"))


# Before what looks for the app alone, and for app and model.
@rule.on(ast.List, ast.Tuple, ast.Dict, priority=2, spelled=True)
def permission(node: ast.List | ast.Tuple | ast.Dict, file: File) -> None:
    """A row such as ``("auth", "user", "add_user", "Can add user")``, or a dictionary of these."""
    parts = node.values if isinstance(node, ast.Dict) else node.elts
    at = app_in_permission_row([string(part) for part in parts], file.index)
    if at is not None:
        file.report(rule, parts[at], edit=Safe(file.options.app, part="auth"))


@rule.on(ast.List, ast.Tuple, spelled=True)
def key(node: ast.List | ast.Tuple, file: File) -> None:
    app = app_of_key(node.elts, file)
    if app is None or file.claimed(app):
        return
    if is_compared_with_key(file, node):
        file.report(rule, app, edit=Safe(file.options.app, part="auth"))
        return
    message = "These words look like the natural key of the user's content type, which moves."
    new = file.options.app
    file.report(
        rule,
        app,
        message,
        f"Write `{new}` for `auth` if they are.",
        edit=Suggested(new, part="auth"),
    )


def app_of_key(parts: Sequence[ast.expr], file: File) -> ast.expr | None:
    """The literal ``"auth"`` of ``("auth", "user")`` and of ``("change_user", "auth", "user")``."""
    at = app_in_key([string(part) for part in parts], file.index)
    return parts[at] if at is not None else None


def is_compared_with_key(file: File, node: ast.AST) -> bool:
    """Whether ``node``, or the list it stands in, is compared with a content type's words."""
    for parent in file.ancestors(node):
        if isinstance(parent, ast.Compare):
            return any(
                (isinstance(part, ast.Call) and last_name(part) == "natural_key")
                or (
                    isinstance(part, ast.Tuple)
                    and len(part.elts) == 2
                    and is_app_label(file, part.elts[0])
                )
                for part in (parent.left, *parent.comparators)
            )
        if not isinstance(parent, (ast.List, ast.Tuple, ast.Set)):
            return False
    return False
