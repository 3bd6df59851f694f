"""Migrations that import the auth user.

What it does: gives a name for the auth user that a migration imports another source, function by
function.

Why it breaks: the imported class is swapped out: `AttributeError: Manager isn't available;
'auth.User' has been swapped for 'users.User'`. A data migration that has run everywhere still runs
for every fresh database, and so in every test run.

What is edited: a function that gets the historical models, and asks of users only what these offer,
takes `apps.get_model(settings.AUTH_USER_MODEL)`. One that creates or saves users, calls their
methods or hands them on does the same as before with `get_user_model()`.

What is reported: each `get_user_model()`, for it works until the model gains a field that is not
there yet at that point of the history.
"""

from __future__ import annotations

import ast

from transformer.codemod.file import File
from transformer.codemod.heads import insert_at_head
from transformer.codemod.rules import Example, Rule, Safe, diff
from transformer.findings import Level
from transformer.passes.migrations.anatomy import registry
from transformer.passes.migrations.offered import only_offered
from transformer.passes.references.imported import (
    Imported,
    imported,
    outermost_function,
    remaining,
)
from transformer.passes.references.through_module import drop_unused_modules
from transformer.semantics.scopes import Function

rule = Rule(
    __name__,
    "US505",
    "migration-imports-auth-user",
    Level.REVIEW,
    neutral=True,
    link="https://docs.djangoproject.com/en/stable/topics/migrations/#historical-models",
    examples=(
        diff(
            """\
                - from django.contrib.auth.models import User
                + from django.conf import settings
                  from django.db import migrations
                  from django.db.models.functions import Lower


                  def lower(apps, schema_editor):
                +     User = apps.get_model(settings.AUTH_USER_MODEL)
                      User.objects.filter(is_active=True).update(email=Lower("email"))


                  class Migration(migrations.Migration):
                -     dependencies = [("blog", "0001_initial")]
                +     dependencies = [
                +         ("blog", "0001_initial"),
                +         migrations.swappable_dependency(settings.AUTH_USER_MODEL),
                +     ]
                      operations = [migrations.RunPython(lower, migrations.RunPython.noop)]
                """,
            title="only fields and queries",
            path="blog/migrations/0002_lower.py",
        ),
        diff(
            """\
                + from django.conf import settings
                  from django.db import migrations


                  def count(registry, editor):
                -     from django.contrib.auth.models import Group, User as Account
                +     from django.contrib.auth.models import Group
                +     Account = registry.get_model(settings.AUTH_USER_MODEL)

                      print(Group.objects.count(), Account.objects.count())


                  class Migration(migrations.Migration):
                -     dependencies = [("auth", "0001_initial")]
                +     dependencies = [
                +         ("auth", "0001_initial"),
                +         migrations.swappable_dependency(settings.AUTH_USER_MODEL),
                +     ]
                      operations = [migrations.RunPython(count)]
                """,
            title="the import stands in the function",
            path="blog/migrations/0002_count.py",
        ),
        diff(
            """\
                - from django.contrib.auth.models import User
                + from django.conf import settings
                + from django.contrib.auth import get_user_model
                  from django.db import migrations


                  def create_admin(apps, schema_editor):
                +     User = get_user_model()
                      User.objects.create_superuser("admin", "admin@example.com", "secret")


                  class Migration(migrations.Migration):
                -     dependencies = [("auth", "0012_alter_user_first_name_max_length")]
                +     dependencies = [
                +         ("auth", "0012_alter_user_first_name_max_length"),
                +         migrations.swappable_dependency(settings.AUTH_USER_MODEL),
                +     ]
                      operations = [migrations.RunPython(create_admin)]
                """,
            title="methods of the model",
            path="blog/migrations/0002_admin.py",
            reports=("US505",),
        ),
        Example(
            title="groups",
            path="blog/migrations/0002_groups.py",
            before="""\
                from django.contrib.auth.models import Group, Permission
                from django.db import migrations


                def fill(apps, schema_editor):
                    Group.objects.get_or_create(name="editors")


                class Migration(migrations.Migration):
                    dependencies = [("auth", "0012_alter_user_first_name_max_length")]
                    operations = [migrations.RunPython(fill)]
                """,
        ),
    ),
)


@rule.on(File)
def bind_imports(file: File) -> None:
    _replace_attributes(file)
    for one in imported(file):
        if not file.ignored(one.statement, rule):
            _bind(file, one)


def _bind(file: File, one: Imported) -> None:
    """Give the imported name its new source, function by function where that can be done."""
    if not one.uses:
        file.imports.drop(rule, one.alias)
        return
    functions: dict[Function | None, list[ast.expr]] = {}
    for use in one.uses:
        functions.setdefault(outermost_function(file, use), []).append(use)
    file.imports.drop(rule, one.alias)
    inside = outermost_function(file, one.statement)
    if inside is not None:
        source = _source(file, inside, one.uses, one.statement)
        file.imports.beside(rule, one.statement, f"{one.local} = {source}")
        return
    sources = {
        function: _source(file, function, uses, one.statement)
        for function, uses in functions.items()
    }
    if None in sources:
        file.imports.below(rule, one.statement, f"{one.local} = {sources[None]}")
    for function, uses in functions.items():
        if function is None or sources[function] == sources.get(None):
            continue
        if not insert_at_head(file, rule, function, f"{one.local} = {sources[function]}"):
            for use in uses:
                file.report(rule, use, edit=Safe(sources[function]))


def _source(file: File, function: Function | None, uses: list[ast.expr], at: ast.AST) -> str:
    """What the name is given in a function, or in the module; says where it has to be looked at."""
    apps = registry(file, function) if function is not None else None
    if function is not None and apps is not None and only_offered(file, function, uses):
        return f"{apps}.get_model({file.user_setting(rule, at)})"
    why = "it is not given the historical models"
    if apps is not None:
        why = "it creates or saves users, calls their methods, or hands them on"
    file.report(
        rule,
        uses[0],
        f"This code works with today's user model, as it did before: {why}.",
        "Fresh databases break here once the model gains a field that a later migration adds. "
        "Before that, take `apps.get_model(settings.AUTH_USER_MODEL)`, which has the fields, and "
        "write out what the methods did.",
    )
    return f"{file.name_for(rule, 'django.contrib.auth', 'get_user_model', at)}()"


def _replace_attributes(file: File) -> None:
    """Replace ``models.User`` and the like in their place."""
    for node in remaining(file):
        if isinstance(node, ast.Attribute) and not file.claimed(node):
            function = outermost_function(file, node)
            file.report(rule, node, edit=Safe(_source(file, function, [node], node)))
    drop_unused_modules(file, rule)
