"""Relations name the user model by `settings.AUTH_USER_MODEL`.

What it does: rewrites the target of relations: of `ForeignKey`, `OneToOneField`, `ManyToManyField`
and of any other field that takes a model.

Why it breaks: `ForeignKey(User)` and `ForeignKey("auth.User")` point to a model that is swapped
out; `manage.py check` says `fields.E301: Field defines a relation with the model 'auth.User', which
has been swapped out`.

What is edited: the target, given by position or as `to=`, becomes `settings.AUTH_USER_MODEL`; with
`--style direct` a class stays a class. Migrations keep saying what they said: Django writes this
setting into them in either case.

What is reported: nothing.
"""

from __future__ import annotations

import ast

from transformer.codemod.file import File, argument, string
from transformer.codemod.passed_on import destinations
from transformer.codemod.rules import Example, Rule, Safe, diff
from transformer.findings import Level
from transformer.passes.references.relation_fields import is_relation, is_relation_of_django
from transformer.spellings.model_label import is_label

rule = Rule(
    __name__,
    "US310",
    "relation-to-auth-user",
    Level.REVIEW,
    neutral=True,
    link="https://docs.djangoproject.com/en/stable/topics/auth/customizing/#referencing-the-user-model",
    examples=(
        Example(
            path="blog/models.py",
            before="""\
                from django.contrib.auth.models import User
                from django.db import models


                class Post(models.Model):
                    author = models.ForeignKey(User, models.CASCADE)
                    readers = models.ManyToManyField(to="auth.User", related_name="+")
                    editor = models.OneToOneField('auth.user', models.CASCADE)
                """,
            after="""\
                from django.conf import settings
                from django.db import models


                class Post(models.Model):
                    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE)
                    readers = models.ManyToManyField(to=settings.AUTH_USER_MODEL, related_name="+")
                    editor = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE)
                """,
        ),
        Example(
            title="a model of the project that is called User",
            path="blog/models.py",
            before="""\
                from django.db import models


                class User(models.Model):
                    name = models.CharField(max_length=9)


                class Post(models.Model):
                    author = models.ForeignKey(User, models.CASCADE)
                    editor = models.ForeignKey("User", models.CASCADE)
                    group = models.ForeignKey("auth.Group", models.CASCADE)
                """,
        ),
        diff(
            """\
                  from functools import partial

                - from django.db import models
                + from django.conf import settings
                + from django.db import models


                - def owner(to="auth.User", **options):
                + def owner(to=settings.AUTH_USER_MODEL, **options):
                      return models.ForeignKey(to, models.CASCADE, **options)


                - One = partial(models.OneToOneField, "auth.User")
                + One = partial(models.OneToOneField, settings.AUTH_USER_MODEL)


                  class Post(models.Model):
                -     author = owner("auth.User")
                -     editor = models.ForeignKey(**{"to": "auth.User"})
                -     reader = models.ForeignKey(*["auth.User", models.CASCADE])
                +     author = owner(settings.AUTH_USER_MODEL)
                +     editor = models.ForeignKey(**{"to": settings.AUTH_USER_MODEL})
                +     reader = models.ForeignKey(*[settings.AUTH_USER_MODEL, models.CASCADE])
                """,
            title="made by a function, a partial, or with unpacked arguments",
            path="blog/models.py",
        ),
        Example(
            title="relations of another library, and a class of the project that is none",
            path="blog/tables.py",
            before="""\
                from tortoise import fields


                class ForeignKey:
                    def __init__(self, to):
                        self.to = to


                class Note:
                    author = fields.ForeignKeyField("auth.User", related_name="notes")
                    editor = ForeignKey("auth.User")
                """,
            reports=("US349", "US349"),
        ),
    ),
)


@rule.on(ast.Call, spelled=True)
def relation(call: ast.Call, file: File) -> None:
    func, target = call.func, argument(call, 0, "to")
    if call.args and file.mentions(b"partial") and file.means(func, "functools.partial"):
        func, target = call.args[0], argument(call, 1, "to")
    if target is None:
        target = unpacked(call)
    if target is not None and names_user(file, target):
        if is_relation(file, func):
            edit(file, target)
        else:
            passed_on_to_relation(file, call, target)


def names_user(file: File, target: ast.expr) -> bool:
    return file.is_auth_user(target) or is_label(string(target) or "")


def edit(file: File, target: ast.expr) -> None:
    if not file.is_auth_user(target) or file.options.style != "direct":
        file.report(rule, target, edit=Safe(file.user_setting(rule, target)))


def unpacked(call: ast.Call) -> ast.expr | None:
    """The model of ``ForeignKey(*["auth.User"], **{"to": "auth.User"})``."""
    match call:
        case ast.Call(args=[ast.Starred(value=ast.List(elts=[first, *_]))]):
            return first
        case ast.Call(args=[ast.Starred(value=ast.Tuple(elts=[first, *_]))]):
            return first
    for keyword in call.keywords:
        if keyword.arg is None and isinstance(keyword.value, ast.Dict):
            for key, value in zip(keyword.value.keys, keyword.value.values, strict=True):
                if string(key) == "to":
                    return value
    return None


def passed_on_to_relation(file: File, call: ast.Call, target: ast.expr) -> None:
    """A function of the project that makes the relation: ``owner("auth.User")``."""
    for value in (*call.args, *call.keywords):
        inner = value.value if isinstance(value, ast.keyword) else value
        if inner is target and any(
            is_relation_of_django(dotted)
            for place in destinations(file, call, value)
            if place.position == 0 or place.parameter == "to"
            for dotted in place.meaning
        ):
            edit(file, target)
            return
