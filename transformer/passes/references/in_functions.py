"""Modules that run while Django loads the models call `get_user_model()` inside the function.

What it does: binds the user model inside the functions of modules that run while Django loads the
models: `models.py`, an app's package, and what these import.

Why it breaks: once `AUTH_USER_MODEL` is set, the imported class is swapped out. In these modules
`get_user_model()` at module level asks for the user model before every app has had its turn, and
makes the order in which modules are imported matter.

What is edited: each function that needs the class binds it in its first line. Where the class is
needed while the module runs (a base class, a class attribute, a default value, an annotation), the
call stays at module level, which Django supports in modules of models since 1.11 (ticket #25966).

What is reported: nothing.
"""

from __future__ import annotations

import ast

from transformer.codemod.file import File
from transformer.codemod.heads import insert_at_head
from transformer.codemod.rules import Example, Rule, Safe, diff
from transformer.findings import Level
from transformer.passes.references.imported import Imported, outermost_function
from transformer.semantics.scopes import Function

rule = Rule(
    __name__,
    "US302",
    "auth-user-in-models-module",
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
                    author = models.ForeignKey(User, on_delete=models.CASCADE)

                    def others(self):
                        \"\"\"Everyone else.\"\"\"
                        return User.objects.exclude(pk=self.author_id)
                """,
            after="""\
                from django.conf import settings
                from django.contrib.auth import get_user_model
                from django.db import models


                class Post(models.Model):
                    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)

                    def others(self):
                        \"\"\"Everyone else.\"\"\"
                        User = get_user_model()
                        return User.objects.exclude(pk=self.author_id)
                """,
        ),
        diff(
            """\
                - from django.contrib.auth.models import User
                + from django.contrib.auth import get_user_model
                  from django.db import models
                +
                + User = get_user_model()


                  class Writer(User):
                      class Meta:
                          proxy = True
                """,
            title="needed while the module runs",
            path="blog/models.py",
        ),
        Example(
            title="already called inside the function",
            path="blog/models.py",
            before="""\
                from django.contrib.auth import get_user_model
                from django.db import models


                class Post(models.Model):
                    def others(self):
                        return get_user_model().objects.all()
                """,
        ),
    ),
)


def functions_of(file: File, uses: list[ast.expr]) -> dict[Function, list[ast.expr]] | None:
    """The functions that use the name; None where one use runs together with the module."""
    found: dict[Function, list[ast.expr]] = {}
    for node in uses:
        function = outermost_function(file, node)
        if function is None:
            return None
        found.setdefault(function, []).append(node)
    return found


def bind(file: File, one: Imported, functions: dict[Function, list[ast.expr]]) -> None:
    """Bind the name at the head of each function that uses it."""
    file.imports.drop(rule, one.alias)
    call = file.name_for(rule, "django.contrib.auth", "get_user_model", one.statement)
    for function, uses in functions.items():
        if not insert_at_head(file, rule, function, f"{one.local} = {call}()"):
            for node in uses:
                file.report(rule, node, edit=Safe(f"{call}()"))
