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
from transformer.codemod.rules import Example, Rule, Safe
from transformer.findings import Level
from transformer.spellings.model_label import is_label

rule = Rule(
    __name__,
    "US310",
    "relation-to-auth-user",
    Level.REVIEW,
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
    ),
)

RELATIONS = ("ForeignKey", "OneToOneField", "ManyToManyField", "ForeignObject", "GenericRelation")
# Fields of third-party packages that take a model as their first argument.
SUFFIXES = (
    "ForeignKey",
    "OneToOneField",
    "ManyToManyField",
    "ManyToMany",
    "OneToOne",
    "ToManyField",
)


@rule.on(ast.Call)
def relation(call: ast.Call, file: File) -> None:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    if not name.endswith(SUFFIXES) and name not in RELATIONS:
        return
    target = argument(call, 0, "to")
    if target is None:
        return
    if file.is_auth_user(target):
        if file.options.style != "direct":
            file.report(rule, target, edit=Safe(file.user_setting(rule, target)))
    elif (label := string(target)) is not None and is_label(label):
        file.report(rule, target, edit=Safe(file.user_setting(rule, target)))
