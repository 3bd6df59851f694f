"""A migration that needs the user model depends on it.

What it does: has a migration that needs the user model depend on it.

Why it breaks: `("auth", "0001_initial")` says nothing about `users.User`. On a fresh database the
migration may run before the table is there: `ValueError: Related model 'users.user' cannot be
resolved`, `LookupError: No installed app with label 'users'`, `relation "auth_user" does not
exist`. Where `django.contrib.admin` is installed the order is often right by luck.

What is edited: `migrations.swappable_dependency(settings.AUTH_USER_MODEL)` joins the dependencies,
which all stay. A migration that comes after one which has it is left alone. Databases that have run
the migration do not run it again, and their history stays consistent, because adoption records the
first migration of the users app.

What is reported: a migration whose dependencies leave no place for it.
"""

from __future__ import annotations

import ast

from transformer.codemod.file import File
from transformer.codemod.rules import Example, Rule, Safe, diff
from transformer.findings import Level
from transformer.formats.python.lists import elements_in
from transformer.passes.migrations.anatomy import (
    MIGRATION,
    assignments,
    migration_classes,
    value_of,
)
from transformer.passes.migrations.history import follows_user, unsaid_need
from transformer.project.migrations import label_of

rule = Rule(
    __name__,
    "US502",
    "migration-without-user-dependency",
    Level.REVIEW,
    neutral=True,
    link="https://docs.djangoproject.com/en/stable/topics/migrations/#swappable-dependencies",
    examples=(
        Example(
            path="blog/migrations/0001_initial.py",
            before="""\
                from django.conf import settings
                from django.db import migrations, models


                class Migration(migrations.Migration):
                    initial = True

                    dependencies = [
                        ("auth", "0012_alter_user_first_name_max_length"),
                    ]

                    operations = [
                        migrations.CreateModel(
                            name="Post",
                            fields=[
                                ("id", models.AutoField(primary_key=True)),
                                ("by", models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE)),
                            ],
                        ),
                    ]
                """,
            after="""\
                from django.conf import settings
                from django.db import migrations, models


                class Migration(migrations.Migration):
                    initial = True

                    dependencies = [
                        ("auth", "0012_alter_user_first_name_max_length"),
                        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
                    ]

                    operations = [
                        migrations.CreateModel(
                            name="Post",
                            fields=[
                                ("id", models.AutoField(primary_key=True)),
                                ("by", models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE)),
                            ],
                        ),
                    ]
                """,
        ),
        diff(
            """\
                + from django.conf import settings
                  from django.db import migrations


                  class Migration(migrations.Migration):
                +     dependencies = [
                +         migrations.swappable_dependency(settings.AUTH_USER_MODEL),
                +     ]
                +
                      operations = [
                          migrations.RunSQL("UPDATE auth_user SET email = lower(email)"),
                      ]
                """,
            title="no dependencies at all",
            path="blog/migrations/0001_initial.py",
            reports=("US506",),
        ),
        Example(
            title="an earlier migration has it",
            path="blog/migrations/0002_editor.py",
            files={
                "blog/migrations/0001_initial.py": """\
                    from django.conf import settings
                    from django.db import migrations


                    class Migration(migrations.Migration):
                        dependencies = [migrations.swappable_dependency(settings.AUTH_USER_MODEL)]
                        operations = []
                    """,
            },
            before="""\
                from django.conf import settings
                from django.db import migrations, models


                class Migration(migrations.Migration):
                    dependencies = [("blog", "0001_initial")]
                    operations = [
                        migrations.AddField(
                            "post",
                            "editor",
                            models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE),
                        ),
                    ]
                """,
        ),
    ),
)


@rule.on(File)
def depend(file: File) -> None:
    place = unsaid_need(file)
    if place is None or follows_user(file):
        return
    if label_of(file.path, file.project.apps) == file.options.app:
        # The app that takes the model in (``--strategy graft``) has it in its first migration.
        return
    owners = migration_classes(file)
    for owner in owners:
        if not file.ignored(owner, rule) and not _add(file, owner):
            _by_hand(file, owner)
    if not owners:
        _by_hand(file, place)


def _by_hand(file: File, node: ast.AST) -> None:
    file.report(
        rule,
        file.statement(node),
        "This migration needs the user model, but its dependencies do not say so, and no place "
        "was found to say it.",
        "Add `migrations.swappable_dependency(settings.AUTH_USER_MODEL)` to them.",
        Level.TODO,
    )


def _add(file: File, owner: ast.ClassDef) -> bool:
    """Add the dependency to a class; False where nothing could be edited."""
    statements = list(assignments(file, owner, "dependencies"))
    if not statements:
        return _insert(file, owner)
    edited: set[ast.AST] = set()
    for statement in statements:
        assert statement.value is not None
        target = _literal(file, statement.value)
        if target is None:
            element = _element(file, owner)
            source = file.text.segment(statement.value)
            if not isinstance(statement.value, (ast.Name, ast.Attribute, ast.Call)):
                source = f"({source})"
            if not file.report(rule, statement.value, edit=Safe(f"[*{source}, {element}]")):
                return False
        elif target not in edited:
            edited.add(target)
            if not _append(file, target, _element(file, owner)):
                return False
    return True


def _literal(file: File, node: ast.expr) -> ast.List | ast.Tuple | None:
    """The list or tuple in an expression to which an element can be added."""
    if isinstance(node, (ast.List, ast.Tuple)):
        return node
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return _literal(file, node.right) or _literal(file, node.left)
    if isinstance(node, ast.Name) and (value := value_of(file, node)) is not None:
        return _literal(file, value)
    return None


def _append(file: File, target: ast.List | ast.Tuple, element: str) -> bool:
    """Put the dependency behind the others; a line that grows too long becomes one a line."""
    elements = elements_in(file.text, target)
    beside = len(file.text.line(target.lineno)) - len(elements.source)
    elements.append(element)
    elements.fit(file.layout.limit - beside)
    return file.edit(rule, elements)


def _insert(file: File, owner: ast.ClassDef) -> bool:
    """Give a class without dependencies some."""
    body = owner.body
    if body[0].lineno == owner.lineno:
        return False
    before = next((n for n in body if _assigns(n, "operations")), None)
    if before is None:
        before = next((n for n in body if not isinstance(n, ast.Expr)), None)
    if before is None:
        return False
    elements = [_element(file, owner)]
    for base in owner.bases:
        if not file.means(base, *MIGRATION):
            elements.insert(0, f"*{file.text.segment(base)}.dependencies")
    text = file.text
    outer = text.indentation(before)
    listed = "".join(f"{outer}{text.indent}{element},\n" for element in elements)
    at = text.above(before)
    lines = f"{outer}dependencies = [\n{listed}{outer}]\n\n"
    return file.replace_bytes(rule, at, at, lines)


def _assigns(node: ast.stmt, name: str) -> bool:
    targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
    return any(isinstance(target, ast.Name) and target.id == name for target in targets)


def _element(file: File, owner: ast.ClassDef) -> str:
    """The dependency, as this file says it."""
    setting = file.user_setting(rule, owner)
    if name := file.imports.visible("django.db.migrations", "swappable_dependency", owner):
        return f"{name}({setting})"
    for base in owner.bases:
        if isinstance(base, ast.Attribute) and file.means(base.value, "django.db.migrations"):
            return f"{file.text.segment(base.value)}.swappable_dependency({setting})"
    module = file.name_for(rule, "django.db", "migrations", owner)
    return f"{module}.swappable_dependency({setting})"
