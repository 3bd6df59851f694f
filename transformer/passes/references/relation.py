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
from transformer.passes.references.relation_fields import is_relation
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


@rule.on(ast.Call)
def relation(call: ast.Call, file: File) -> None:
    target = argument(call, 0, "to")
    if target is None:
        return
    meant = file.is_auth_user(target)
    if not (meant or is_label(string(target) or "")) or not is_relation(file, call.func):
        return
    if not meant or file.options.style != "direct":
        file.report(rule, target, edit=Safe(file.user_setting(rule, target)))
