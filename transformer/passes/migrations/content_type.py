"""Content types and permissions of users that a migration asks for.

What breaks: content types and permissions are made after all migrations have run, so a migration
that names ``("auth", "user")`` mostly makes the row itself. In an app that comes after ``users``
it is then a second one: grants hang on ``auth.user``, and ``has_perm("users.change_user")`` is
False, without a word.

Treatment: where app and model, or app and a codename of the user's permissions, stand together, the
app becomes the new one. A database that has not run the migration yet must first have adopted: the
finding says so. What filters on the app alone, or makes the permissions of the app ``auth``, is
reported.
"""

from __future__ import annotations

import ast
import re

from transformer.codemod.file import File, argument, string
from transformer.findings import Level
from transformer.passes.migrations.anatomy import called, is_docstring
from transformer.rules import Example, Rule

rule = Rule(
    "US507",
    "migrated-content-type",
    Level.REVIEW,
    link="https://docs.djangoproject.com/en/stable/ref/contrib/contenttypes/",
    examples=(
        Example(
            path="blog/migrations/0002_grants.py",
            before="""\
                from django.db import migrations


                def grant(apps, schema_editor):
                    ContentType = apps.get_model("contenttypes", "ContentType")
                    Permission = apps.get_model("auth", "Permission")
                    kind, made = ContentType.objects.get_or_create(app_label="auth", model="user")
                    Permission.objects.get_or_create(codename="ban_user", content_type=kind)
                    Permission.objects.filter(
                        codename="view_user", content_type__app_label='auth'
                    ).delete()
                    ContentType.objects.get_by_natural_key("auth", "user")


                class Migration(migrations.Migration):
                    dependencies = [("auth", "0001_initial")]
                    operations = [migrations.RunPython(grant)]
                """,
            after="""\
                from django.db import migrations


                def grant(apps, schema_editor):
                    ContentType = apps.get_model("contenttypes", "ContentType")
                    Permission = apps.get_model("auth", "Permission")
                    kind, made = ContentType.objects.get_or_create(app_label="users", model="user")
                    Permission.objects.get_or_create(codename="ban_user", content_type=kind)
                    Permission.objects.filter(
                        codename="view_user", content_type__app_label='users'
                    ).delete()
                    ContentType.objects.get_by_natural_key("users", "user")


                class Migration(migrations.Migration):
                    dependencies = [("auth", "0001_initial")]
                    operations = [migrations.RunPython(grant)]
                """,
            reports=("US507",),
        ),
        Example(
            title="the app alone",
            path="blog/migrations/0002_grants.py",
            before="""\
                from django.db import migrations


                def grant(apps, schema_editor):
                    Permission = apps.get_model("auth", "Permission")
                    Permission.objects.filter(content_type__app_label="auth").delete()


                class Migration(migrations.Migration):
                    dependencies = [("auth", "0001_initial")]
                    operations = [migrations.RunPython(grant)]
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

_CODENAME = re.compile(r"(?:add|change|delete|view)_user$")
_SQL = re.compile(r"(?is)django_content_type.*\bauth\b.*\buser\b")


@rule.on(ast.Call)
def lookup(call: ast.Call, file: File) -> None:
    if called(call) == "get_by_natural_key":
        _natural_key(call, file)
    elif called(call) == "get_app_config":
        _permissions_of_auth(call, file)
    else:
        _keywords(call, file)


@rule.on(ast.Dict)
def mapping(node: ast.Dict, file: File) -> None:
    """``{"app_label": "auth", "model": "user"}``."""
    pairs = zip(node.keys, node.values, strict=True)
    _rewrite({text: value for key, value in pairs if (text := string(key))}, file)


@rule.on(ast.Constant)
def sql(node: ast.Constant, file: File) -> None:
    if isinstance(node.value, str) and _SQL.search(node.value) and not is_docstring(file, node):
        file.report(
            rule,
            node,
            "This SQL names the content type of users by its old app.",
            f"Write '{file.options.app}' for 'auth' where the row of the user model is meant.",
            Level.TODO,
        )


def _keywords(call: ast.Call, file: File) -> None:
    _rewrite({k.arg: k.value for k in call.keywords if k.arg}, file)


def _rewrite(words: dict[str, ast.expr], file: File) -> None:
    for key, app in words.items():
        if not key.endswith("app_label") or string(app) != "auth":
            continue
        prefix = key[: -len("app_label")]
        if prefix and not prefix.endswith("content_type__"):
            continue
        outer = prefix[: -len("content_type__")]
        model = string(words.get(f"{prefix}model"))
        codename = string(words.get(f"{outer}codename")) if prefix else None
        if (model or "").lower() == "user" or _CODENAME.match(codename or ""):
            assert isinstance(app, ast.Constant)
            _relabel(app, file)
        elif model is None and codename is None and (prefix or "model__in" in words):
            _app_alone(app, file)


def _relabel(app: ast.Constant, file: File) -> None:
    if not file.replace_string(rule, app, file.options.app):
        return
    file.report(
        rule,
        app,
        f"The content type of users is `{file.options.app}.user` once a database has adopted.",
        "A database that has not run this migration yet has to run "
        f"`migrate {file.options.app}` before it.",
    )


def _app_alone(app: ast.expr, file: File) -> None:
    file.report(
        rule,
        app,
        "Content types or permissions of the app `auth` are looked for; those of users are no "
        "longer among them.",
        f"Ask for `{file.options.app}` too where users are meant.",
        Level.TODO,
    )


def _natural_key(call: ast.Call, file: File) -> None:
    """``(app, model)`` of a content type, ``(codename, app, model)`` of a permission."""
    for app, model in ((0, 1), (1, 2)):
        label = argument(call, app, "app_label")
        if string(label) == "auth" and (string(argument(call, model, "model")) or "") == "user":
            assert isinstance(label, ast.Constant)
            _relabel(label, file)
            return


def _permissions_of_auth(call: ast.Call, file: File) -> None:
    """``create_permissions(apps.get_app_config("auth"))`` no longer makes those of users."""
    if string(argument(call, 0, "app_label")) != "auth" or file.claimed(call):
        return
    texts = (string(node) or "" for node in file.analysis.parents)
    if any(_CODENAME.match(text) for text in texts):
        file.report(
            rule,
            call,
            "The app `auth` no longer has the permissions of users, which this migration names.",
            f"Do the same for `get_app_config({file.quoted(file.options.app)})`.",
            Level.TODO,
        )
