"""Lookups of the user's content type: `ContentType.objects.get(app_label="auth", model="user")`.

What it does: rewrites lookups that name the app and the model (or a permission of the user), in
querysets, `Q`, `limit_choices_to` and under any prefix such as `content_type__`.

Why it breaks: the content type of the user moves to the users app, with its permissions. A lookup
raises `DoesNotExist` or finds nothing; a field with `limit_choices_to` offers no choice.

What is edited: the label. Where the user is one of several models, the lookup asks for both apps. A
dictionary that nothing shows to be a lookup is only edited with `--suggested`.

What is reported: what is not edited, and a lookup that takes the app from a variable.
"""

from __future__ import annotations

import ast

from transformer.codemod.file import File, text_of
from transformer.codemod.literals import literals
from transformer.codemod.rules import Example, Rule, Safe, Suggested, diff
from transformer.findings import Level
from transformer.passes.references.lookups import Lookup, is_lookup, lookups, widen
from transformer.semantics.resolve import CUSTOM_USER

rule = Rule(
    __name__,
    "US314",
    "content-type-of-auth-user",
    Level.TODO,
    link="https://docs.djangoproject.com/en/stable/ref/contrib/contenttypes/#methods-on-contenttype-instances",
    also=("migrations",),
    examples=(
        diff(
            """\
                  from django.contrib.auth import get_user_model
                  from django.contrib.auth.models import Permission
                  from django.contrib.contenttypes.models import ContentType

                  User = get_user_model()
                - kind = ContentType.objects.get(app_label="auth", model="user")
                - same = ContentType.objects.get(app_label="auth", model=User._meta.model_name)
                - mine = ContentType.objects.filter(**{'app_label': 'auth', 'model': 'user'})
                + kind = ContentType.objects.get(app_label="users", model="user")
                + same = ContentType.objects.get(app_label="users", model=User._meta.model_name)
                + mine = ContentType.objects.filter(**{'app_label': 'users', 'model': 'user'})
                  may = Permission.objects.get(
                -     codename="change_user", content_type__app_label="auth"
                +     codename="change_user", content_type__app_label="users"
                  )
                  rows = Permission.objects.filter(
                -     content_type__app_label__exact="auth", content_type__model="user"
                +     content_type__app_label__exact="users", content_type__model="user"
                  )
                """,
        ),
        diff(
            """\
                  from django.db.models import Q

                - A = Q(app_label="auth", model__in=["group", "user"]) | Q(id=1)
                + A = Q(app_label__in=["auth", "users"], model__in=["group", "user"]) | Q(id=1)
                """,
            title="the user is one of several models",
        ),
        diff(
            """\
                  from django.db import models


                  def people():
                -     return {"app_label": "auth", "model": "user"}
                +     return {"app_label": "users", "model": "user"}


                  class Tag(models.Model):
                      kind = models.ForeignKey(
                          "contenttypes.ContentType",
                          models.CASCADE,
                -         limit_choices_to={"app_label": "auth", "model__in": ("user",)},
                +         limit_choices_to={"app_label": "users", "model__in": ("user",)},
                      )
                      other = models.ForeignKey(
                          "contenttypes.ContentType", models.CASCADE, limit_choices_to=people
                      )
                """,
            title="choices of a relation",
            path="blog/models.py",
        ),
        Example(
            title="a dictionary of unknown use",
            before="""\
                PAYLOAD = {"app_label": "auth", "model": "user"}
                """,
            reports=("US314",),
        ),
        Example(
            title="rows of a model of the project",
            files={"blog/models.py": "class Audit:\n    objects = None\n"},
            before="""\
                from blog.models import Audit

                old = Audit.objects.filter(app_label="auth", model="user")
                """,
            reports=("US314",),
        ),
        Example(
            title="an app with a name",
            before="""\
                from django.contrib.contenttypes.models import ContentType

                APP = "auth"
                kind = ContentType.objects.get(app_label=APP, model="user")
                """,
            reports=("US314",),
        ),
        Example(
            title="a computed model",
            before="""\
                from django.contrib.contenttypes.models import ContentType


                def kinds(names):
                    return ContentType.objects.filter(app_label="auth", model__in=names)
                """,
            reports=("US314",),
        ),
        Example(
            title="group, permission, and the user of another app",
            before="""\
                from django.contrib.auth.models import Permission
                from django.contrib.contenttypes.models import ContentType

                kind = ContentType.objects.get(app_label="auth", model="group")
                both = ContentType.objects.filter(app_label="auth", model__in=["group", "session"])
                mine = ContentType.objects.get(app_label="crm", model="user")
                may = Permission.objects.get(codename="add_group", content_type__app_label="auth")
                """,
        ),
    ),
)


@rule.on(ast.Call, ast.Dict, words=("app_label",), priority=1)
def lookup(node: ast.Call | ast.Dict, file: File) -> None:
    found = list(lookups(node))
    for app in found:
        if app.name != "app_label" or file.claimed(app.value):
            continue
        names = model_names(app, found, file)
        if isinstance(app.value, ast.Name) and names and "user" in names:
            message = "The content type of the user is looked for in this app; it moves."
            for literal in literals(file, app.value):
                if text_of(literal) == "auth":
                    remedy = f"Write `{file.options.app}` if only it is meant."
                    file.report(rule, literal, message, remedy)
        if "auth" not in app.values:
            continue
        if names is None or file.options.app in app.values:
            continue
        users = [name == "user" for name in names if name is not None]
        if names and not any(users) and None not in names:
            file.claim(rule, app.value)
        elif all(users) and None not in names:
            move(file, node, app)
        else:
            ask_for_both(file, node, app, certain=None not in names)


def model_names(app: Lookup, found: list[Lookup], file: File) -> list[str | None] | None:
    """The models that a lookup for the app asks for, a permission of the user counted as ``user``.

    None where it asks for the whole app.
    """
    for other in found:
        if other.name == "model" and other.prefix == app.prefix:
            if is_name_of_user_model(file, other.value):
                return ["user"]
            return [None if name is None else name.lower() for name in other.values]
    # `content_type__app_label` belongs to the `codename` one relation up.
    outer = app.prefix.removesuffix("content_type__")
    if outer != app.prefix:
        for other in found:
            if other.name == "codename" and other.prefix == outer:
                users = file.index.codenames
                return [
                    None if name is None else "user" if name in users else ""
                    for name in other.values
                ]
    return None


def is_name_of_user_model(file: File, node: ast.expr) -> bool:
    """Whether an expression is ``User._meta.model_name``."""
    match node:
        case ast.Attribute(value=ast.Attribute(value=model, attr="_meta"), attr="model_name"):
            return file.is_auth_user(model) or file.means(model, CUSTOM_USER)
        case _:
            return False


def move(file: File, node: ast.Call | ast.Dict, app: Lookup) -> None:
    """The lookup asks for the user alone."""
    new = file.options.app
    if app.suffix == "__in":
        ask_for_both(file, node, app, certain=True)
    elif is_lookup(file, node, app.prefix):
        file.report(rule, app.value, edit=Safe(new, part="auth"))
    else:
        message = "This names the user by app and model, and its content type moves."
        file.report(
            rule, app.value, message, f"Write `{new}` for `auth`.", edit=Suggested(new, part="auth")
        )


def ask_for_both(file: File, node: ast.Call | ast.Dict, app: Lookup, certain: bool) -> None:
    """The lookup asks for the user among other models.

    An app of its own holds the user alone, so that asking for both apps finds the same rows.
    """
    certain = certain and is_lookup(file, node, app.prefix) and file.options.strategy != "graft"
    if (certain or file.options.suggested) and widen(file, rule, app):
        if not certain:
            message = f"This lookup now asks for `auth` and `{file.options.app}`."
            file.report(rule, app.value, message, "Check whether both are meant.", Level.REVIEW)
        return
    file.report(
        rule,
        app.value,
        "This looks for models of the app `auth`, and the user is no longer one of them.",
        f"Look for the app `{file.options.app}` as well.",
    )
