"""The project adds a field to the user's model from outside.

What it does: finds fields that the project adds to the user's model from outside, with
`add_to_class` or `contribute_to_class`.

Why it breaks: `User.add_to_class("nick", models.CharField(…))` puts a column into `auth_user` that
no migration of the project made. The generated model and its first migration do not know the
column: a fresh database would lack it, and `makemigrations` would add it where it is already.

What is edited: nothing.

What is reported: a field that has a column or a table of its own is a `blocker`, until the project
has decided. One that has neither is a `todo`, and so is a value that cannot be seen here. Anything
else that is added (a property, a method) goes on working and is a `review`.
"""

from __future__ import annotations

import ast

from transformer.codemod.file import File, argument
from transformer.codemod.rules import Example, Rule
from transformer.findings import Level
from transformer.semantics.resolve import CUSTOM_USER

rule = Rule(
    __name__,
    "US363",
    "field-added-to-user",
    Level.BLOCKER,
    link="https://docs.djangoproject.com/en/stable/topics/auth/customizing/#extending-the-existing-user-model",
    examples=(
        Example(
            title="a column",
            path="blog/models.py",
            before="""\
                from django.contrib.auth import get_user_model
                from django.db import models

                get_user_model().add_to_class("nick", models.CharField(max_length=9))
                """,
            reports=("US363",),
        ),
        Example(
            title="relations through a model of the project",
            path="blog/models.py",
            before="""\
                from django.contrib import auth
                from django.db import models


                class Contact(models.Model):
                    pass


                following = models.ManyToManyField("self", through=Contact, symmetrical=False)
                following.contribute_to_class(auth.get_user_model(), "following")
                """,
            reports=("US363",),
        ),
        Example(
            title="a field of another model, and a decision that was made",
            path="blog/models.py",
            before="""\
                from django.contrib.auth import get_user_model
                from django.contrib.auth.models import Group
                from django.db import models

                Group.add_to_class("nick", models.CharField(max_length=9))
                nick = models.CharField(max_length=9)
                get_user_model().add_to_class("nick", nick)  # usershift: ignore[US363]
                """,
        ),
    ),
)

# Fields without a column: django.contrib.contenttypes.fields, and what only looks like a field.
VIRTUAL = ("GenericRelation", "GenericForeignKey")


@rule.on(ast.Call, words=("add_to_class", "contribute_to_class"))
def added(call: ast.Call, file: File) -> None:
    if not isinstance(call.func, ast.Attribute):
        return
    if call.func.attr == "add_to_class" and _is_user(file, call.func.value):
        _report(file, call, argument(call, 1, "value"))
    elif call.func.attr == "contribute_to_class" and _is_user(file, argument(call, 0, "cls")):
        _report(file, call, call.func.value)


def _is_user(file: File, node: ast.AST | None) -> bool:
    return node is not None and (file.is_auth_user(node) or file.means(node, CUSTOM_USER))


def _report(file: File, call: ast.Call, value: ast.expr | None) -> None:
    value = _assigned(file, value)
    kind = ""
    if isinstance(value, ast.Call):
        kind = getattr(value.func, "attr", getattr(value.func, "id", ""))
    model = f"class User in {file.options.app_path}/models.py"
    if kind in VIRTUAL or kind == "property" or isinstance(value, ast.Lambda):
        message = "This adds to the user's class from outside, to the new model as well."
        file.report(rule, call, message, f"Better: write it into {model}.", level=Level.REVIEW)
    elif kind.endswith("ManyToManyField") and _argument_is_given(value, "through"):
        file.report(
            rule,
            call,
            "This adds a relation to the user model from outside; `makemigrations` will want a "
            "migration of the users app for it, which changes nothing in the database.",
            f"Write it into {model}, with that migration, and drop this call.",
            level=Level.TODO,
        )
    elif kind.endswith(("Field", "Key")):
        file.report(
            rule,
            call,
            "This adds a field to the table auth_user from outside. The generated model and its "
            "first migration do not know it, so that a fresh database would lack it.",
            "Migrate with `# usershift: ignore[US363]` on this line, then move the field into "
            f"{model} and into its first migration, before any database adopts. A field without a "
            "column needs no more than the comment.",
        )
    elif not isinstance(value, ast.Name) or kind:
        file.report(
            rule,
            call,
            "This adds something to the user's class from outside that cannot be seen here. A "
            "field needs its place in the generated model and its first migration.",
            f"Write it into {model}.",
            level=Level.TODO,
        )
    else:
        message = "This adds to the user's class from outside, to the new model as well."
        file.report(rule, call, message, f"Better: write it into {model}.", level=Level.REVIEW)


def _assigned(file: File, value: ast.expr | None) -> ast.expr | None:
    """What a name was given, where it was given one value."""
    if not isinstance(value, ast.Name):
        return value
    bindings = file.analysis.scopes[value].bindings.get(value.id, [])
    if len(bindings) == 1 and bindings[0].value is not None:
        return bindings[0].value
    return value


def _argument_is_given(value: ast.expr | None, name: str) -> bool:
    return isinstance(value, ast.Call) and argument(value, None, name) is not None
