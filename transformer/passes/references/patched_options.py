"""The project changes the options or the fields of the user's model from outside.

What it does: finds changes that the project makes to the options or the fields of the user's model
from outside.

Why it breaks: `User._meta.get_field("email")._unique = True` changed the state of the app `auth`,
where nobody ran `makemigrations`. The same change of the new model makes `makemigrations` propose a
migration for the users app. `User._meta.ordering = …` does not: a migration holds the options that
stand in the class. It goes on working, and the class is now the project's own to say it.

What is edited: nothing but the name `User`, which means the new class afterwards: the change has
the effect it had.

What is reported: a `todo` for a field, which the model and its first migration should say
themselves; a `review` for an option.
"""

from __future__ import annotations

import ast

from transformer.codemod.file import File
from transformer.codemod.rules import Example, Rule, diff
from transformer.findings import Level
from transformer.passes.references.rooted import rooted

rule = Rule(
    __name__,
    "US362",
    "patched-user-options",
    Level.TODO,
    link="https://docs.djangoproject.com/en/stable/ref/models/options/",
    examples=(
        diff(
            """\
                - from django.contrib.auth.models import User
                + from django.contrib.auth import get_user_model
                +
                + User = get_user_model()

                  User._meta.ordering = ["username"]
                  User._meta.get_field("email")._unique = True
                """,
            path="blog/models.py",
            reports=("US362", "US362"),
        ),
        Example(
            title="only asked",
            before="""\
                from django.contrib.auth import get_user_model

                User = get_user_model()
                length = User._meta.get_field("email").max_length
                """,
        ),
    ),
)


@rule.on(ast.Assign, ast.AugAssign, words=("_meta", "field"))
def assigned(node: ast.Assign | ast.AugAssign, file: File) -> None:
    for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
        if not isinstance(target, ast.Attribute):
            continue
        found = rooted(file, target)
        if found is None or not found.is_auth_user or len(found.names) < 2:
            continue
        of_option = found.names[0] == "_meta" and len(found.names) == 2
        if not of_option and found.names[0] != "_meta" and "field" not in found.names[:-1]:
            continue
        sets = f"This sets `{'.'.join(found.names)}` of the user model from outside"
        models = f"class User of {file.options.app_path}/models.py"
        if of_option:
            message = f"{sets}, which goes on working and makes no migration."
            file.report(rule, target, message, f"Better: say it in {models}.", Level.REVIEW)
        else:
            file.report(
                rule,
                target,
                f"{sets}; `makemigrations` will want a migration of the users app for it.",
                f"Say it in {models} (and in its first "
                "migration, where the database has it already), and drop this line.",
            )
