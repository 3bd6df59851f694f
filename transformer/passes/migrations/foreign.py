"""Migrations that change the auth user itself.

What it does: looks for migrations that change the auth user itself: filed under `auth`, a copy of
auth's migrations, one that replaces them, or one that must run before them.

Why it breaks: the generated user model would lack a column, or two histories would claim the same
table. A migration that must run before those of `auth` cannot depend on the user model.

What is edited: nothing, for no edit is safe.

What is reported: each of them.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from transformer.codemod.file import File, argument, string
from transformer.codemod.literals import last_name
from transformer.codemod.rules import Example, Rule
from transformer.findings import Level
from transformer.passes.migrations.anatomy import assignments, class_of, migration_classes
from transformer.passes.migrations.needs import needs_user
from transformer.project.migrations import pairs_in

rule = Rule(
    __name__,
    "US508",
    "migration-of-auth-itself",
    Level.BLOCKER,
    link="https://docs.djangoproject.com/en/stable/topics/auth/customizing/#changing-to-a-custom-user-model-mid-project",
    examples=(
        Example(
            path="blog/migrations/0002_phone.py",
            before="""\
                from django.db import migrations, models


                class Migration(migrations.Migration):
                    dependencies = [("auth", "0012_alter_user_first_name_max_length")]
                    operations = [
                        migrations.AddField("user", "phone", models.CharField(max_length=20)),
                    ]

                    def __init__(self, name, app_label):
                        super().__init__(name, "auth")
                """,
            reports=("US508",),
        ),
        Example(
            title="a migration that replaces auth's",
            path="blog/migrations/0001_initial.py",
            before="""\
                from django.db import migrations


                class Migration(migrations.Migration):
                    replaces = [("auth", "0001_initial")]
                    operations = []
                """,
            reports=("US508",),
        ),
        Example(
            title="a field of the project's own model called user",
            path="blog/migrations/0002_user.py",
            before="""\
                from django.db import migrations, models


                class Migration(migrations.Migration):
                    dependencies = [("blog", "0001_initial"), ("auth", "0001_initial")]
                    operations = [
                        migrations.AddField("user", "phone", models.CharField(max_length=20)),
                    ]
                """,
        ),
    ),
)

# Where calls that file an operation or a migration take the app's label.
_APP_LABEL = {
    "__init__": 1,
    "Migration": 1,
    "state_forwards": 0,
    "state_backwards": 0,
    "database_forwards": 0,
    "database_backwards": 0,
}
_ABOUT_MODELS = ("model_name", "name", "old_name")


@rule.on(File)
def look(file: File) -> None:
    for owner in migration_classes(file):
        _replaces(file, owner)
        _runs_before(file, owner)
    if (place := _filed_under_auth(file)) is not None and _changes_user(file):
        file.report(
            rule,
            place,
            "This migration changes the table of the auth user under the label `auth`.",
            "Give the user model these fields by hand and take this migration out of the history "
            "first: a generated model would not have them.",
        )
    for call in _copies(file):
        file.report(
            rule,
            call,
            "This is a swappable model of the project itself, or a copy of auth's own migrations.",
            "Let Django's own migrations of `auth` run again (MIGRATION_MODULES), or take this "
            "model for AUTH_USER_MODEL.",
        )


def _replaces(file: File, owner: ast.ClassDef) -> None:
    for statement in assignments(file, owner, "replaces"):
        if any(app == "auth" for app, _ in pairs_in(statement)):
            file.report(
                rule,
                statement,
                "This migration replaces one of `django.contrib.auth`, as the bridge to the new "
                "user model has to do.",
                "Take it out of the history first.",
            )


def _runs_before(file: File, owner: ast.ClassDef) -> None:
    first = ("auth", "contenttypes", file.options.app)
    for statement in assignments(file, owner, "run_before"):
        if any(app in first for app, _ in pairs_in(statement)) and needs_user(file) is not None:
            file.report(
                rule,
                statement,
                "This migration needs the user model and is to run before it: no order fits both.",
                "Take `run_before` away, or split the migration.",
            )


def _filed_under_auth(file: File) -> ast.AST | None:
    """Where a migration, or an operation of it, says that it belongs to the app ``auth``."""
    for node in file.analysis.parents:
        if isinstance(node, ast.Assign) and string(node.value) == "auth":
            for target in node.targets:
                inside = class_of(file, node) is not None
                if isinstance(target, ast.Attribute) and target.attr == "app_label":
                    return node
                if isinstance(target, ast.Name) and target.id == "app_label" and inside:
                    return node
        elif isinstance(node, ast.Call) and _hands_over_auth(node):
            return node
    return None


def _hands_over_auth(call: ast.Call) -> bool:
    """Whether ``auth`` is given to a migration or to an operation as the app that it changes."""
    position = _APP_LABEL.get(last_name(call.func))
    if position is not None:
        return string(argument(call, position, "app_label")) == "auth"
    words = {keyword.arg: keyword.value for keyword in call.keywords}
    return _is_operation(call) and string(words.get("app_label")) == "auth"


def _is_operation(call: ast.Call) -> bool:
    """Whether a call makes an operation: these are classes, and named like classes."""
    return last_name(call.func)[:1].isupper()


def _changes_user(file: File) -> bool:
    for node in file.analysis.parents:
        if isinstance(node, ast.Call) and _is_operation(node):
            words = [k.value for k in node.keywords if k.arg in _ABOUT_MODELS]
            if any(_user(value) for value in (*words, *node.args[:1])):
                return True
    return False


def _user(node: ast.expr) -> bool:
    return (string(node) or "").lower() == "user"


def _copies(file: File) -> Iterator[ast.Call]:
    """The operations that make a model which ``AUTH_USER_MODEL`` may swap."""
    for node in file.analysis.parents:
        if isinstance(node, ast.Call) and last_name(node.func) == "CreateModel":
            options = argument(node, 2, "options")
            if isinstance(options, ast.Dict):
                keys = {string(k): v for k, v in zip(options.keys, options.values, strict=True)}
                if string(keys.get("swappable")) == "AUTH_USER_MODEL":
                    yield node
