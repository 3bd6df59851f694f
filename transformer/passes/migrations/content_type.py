"""Content types and permissions of users that a migration asks for.

What it does: looks at migrations that ask for the content type or the permissions of users.

Why it breaks: content types and permissions are made after all migrations have run, so a migration
that names `("auth", "user")` mostly makes the row itself. In an app that comes after `users` it is
then a second one: grants hang on `auth.user`, and `has_perm("users.change_user")` is False, without
a word.

What is edited: the lookups are rewritten as they are everywhere (US314 to US316). This is right for
fresh databases, and for those that have adopted.

What is reported: a `review`, because a database that has not run the migration yet has to adopt
before it. What makes the permissions of the app `auth`, and SQL on content types, is a `todo`.
"""

from __future__ import annotations

import ast

from transformer.codemod.file import File, argument, string
from transformer.codemod.literals import last_name
from transformer.codemod.rules import Example, Rule
from transformer.findings import Level
from transformer.passes.references import (
    content_type_lookups,
    content_types_of_auth,
    natural_keys,
)
from transformer.spellings import content_type as spelled

rule = Rule(
    __name__,
    "US507",
    "migrated-content-type",
    Level.REVIEW,
    link="https://docs.djangoproject.com/en/stable/ref/contrib/contenttypes/",
    examples=(
        Example(
            title="permissions of the app",
            path="blog/migrations/0002_grants.py",
            before="""\
                from django.contrib.auth.management import create_permissions
                from django.db import migrations


                def grant(apps, schema_editor):
                    create_permissions(apps.get_app_config("auth"), apps=apps, verbosity=0)
                    Permission = apps.get_model("auth", "Permission")
                    print(Permission.objects.get(codename="change_user"))


                class Migration(migrations.Migration):
                    dependencies = [("auth", "0001_initial")]
                    operations = [migrations.RunPython(grant)]
                """,
            reports=("US507",),
        ),
        Example(
            title="SQL",
            path="blog/migrations/0002_rename.py",
            before="""\
                from django.db import migrations


                class Migration(migrations.Migration):
                    dependencies = [("contenttypes", "0001_initial")]
                    operations = [
                        migrations.RunSQL(
                            "DELETE FROM django_content_type "
                            "WHERE app_label = 'auth' AND model = 'user'"
                        ),
                    ]
                """,
            reports=("US507",),
        ),
        Example(
            title="groups",
            path="blog/migrations/0002_grants.py",
            before="""\
                from django.db import migrations


                def grant(apps, schema_editor):
                    ContentType = apps.get_model("contenttypes", "ContentType")
                    ContentType.objects.get_or_create(app_label="auth", model="group")


                class Migration(migrations.Migration):
                    dependencies = [("auth", "0001_initial")]
                    operations = [migrations.RunPython(grant)]
                """,
        ),
    ),
)

_LOOKUPS = (content_type_lookups.rule, content_types_of_auth.rule, natural_keys.rule)


@rule.on(ast.Call, priority=3)
def permissions_of_auth(call: ast.Call, file: File) -> None:
    """``create_permissions(apps.get_app_config("auth"))`` no longer makes those of users."""
    app = argument(call, 0, "app_label")
    if last_name(call.func) != "get_app_config" or string(app) != "auth" or app is None:
        return
    if isinstance(file.parent(call), ast.Attribute):
        return
    if any(string(node) in file.index.codenames for node in file.analysis.parents):
        file.report(
            rule,
            app,
            "The app `auth` no longer has the permissions of users, which this migration names.",
            f"Do the same for `get_app_config({file.quoted(file.options.app)})`.",
            Level.TODO,
        )


@rule.on(ast.Constant, priority=3)
def sql(node: ast.Constant, file: File) -> None:
    text = string(node) or ""
    if "django_content_type" in text and any(spelled.find(text, file.index)):
        file.report(
            rule,
            node,
            "This SQL names the content type of users by its old app.",
            f"Write '{file.options.app}' for 'auth' where the row of the user model is meant.",
            Level.TODO,
        )


@rule.on(File)
def still_to_run(file: File) -> None:
    """Say once what a function that looks the content type up needs of a database."""
    edited = file.edited_by(*_LOOKUPS)
    for node in file.analysis.parents:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
            reach = range(file.text.start(node), file.text.end(node))
            if any(at in reach for at in edited):
                app = file.options.app
                file.report(
                    rule,
                    node,
                    f"This looks for the content type `{app}.user`, which a database has once it "
                    "has adopted.",
                    "Where this migration has not run yet on an existing database, run "
                    f"`manage.py migrate {app}` there first.",
                )
                return
