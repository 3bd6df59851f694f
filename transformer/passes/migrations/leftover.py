"""What names the auth user in a migration in a way that could not be followed.

What breaks: perhaps nothing, perhaps the migration on a fresh database.

Treatment: none; each place is reported, so that none is passed over in silence.
"""

from __future__ import annotations

import ast
import re

from transformer.codemod.file import File, argument, string
from transformer.findings import Level
from transformer.passes.migrations.anatomy import called, in_graph, is_docstring
from transformer.rules import Example, Rule

rule = Rule(
    "US509",
    "unresolved-in-migration",
    Level.TODO,
    link="https://docs.djangoproject.com/en/stable/topics/migrations/#historical-models",
    examples=(
        Example(
            path="blog/migrations/0002_copy.py",
            before="""\
                from django.conf import settings
                from django.db import migrations


                def copy(apps, schema_editor):
                    for app, model in [("auth", "User"), ("blog", "Post")]:
                        print(apps.get_model(app, model).objects.count())


                class Migration(migrations.Migration):
                    dependencies = [migrations.swappable_dependency(settings.AUTH_USER_MODEL)]
                    operations = [migrations.RunPython(copy)]
                """,
            reports=("US509",),
        ),
        Example(
            title="another model, and the default of a setting",
            path="blog/migrations/0002_copy.py",
            before="""\
                from django.conf import settings
                from django.db import migrations

                USER = getattr(settings, "AUTH_USER_MODEL", "auth.User")


                class Migration(migrations.Migration):
                    dependencies = [("auth", "0001_initial")]
                    operations = []
                    models = [("auth", "Group"), "auth.permission"]
                """,
        ),
    ),
)

_LABEL = re.compile(r"auth\.user(?:_groups|_user_permissions)?$", re.IGNORECASE)


@rule.at_end
def look(file: File) -> None:
    for node in file.analysis.parents:
        if file.claimed(node) or in_graph(file, node):
            continue
        if _names_user(file, node) and not _is_default_of_setting(file, node):
            file.report(
                rule,
                node,
                "This seems to mean the auth user, which is swapped out now.",
                f"Where it does, say `settings.AUTH_USER_MODEL` or `{file.options.user_model}`.",
            )


def _names_user(file: File, node: ast.AST) -> bool:
    if isinstance(node, (ast.Tuple, ast.List)) and len(node.elts) == 2:
        app, model = map(string, node.elts)
        return app == "auth" and (model or "").lower() == "user"
    if isinstance(node, ast.Subscript):
        # ``state.models["auth", "user"]`` is a tuple; this is ``all_models["auth"]["user"]``.
        return (string(node.slice) or "").lower() == "user" and (
            isinstance(node.value, ast.Subscript) and string(node.value.slice) == "auth"
        )
    if isinstance(node, ast.Call) and called(node) in ("getattr", "get_model"):
        if called(node) == "getattr":
            module = file.means(argument(node, 0, "object"), "django.contrib.auth.models")
            return module and string(argument(node, 1, "name")) == "User"
        return [string(arg) for arg in node.args[:2]][:1] == ["auth"] and any(
            string(arg) is None for arg in node.args[1:2]
        )
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return _LABEL.match(node.value) is not None and not is_docstring(file, node)
    return False


def _is_default_of_setting(file: File, node: ast.AST) -> bool:
    parent = file.parent(node)
    return (
        isinstance(parent, ast.Call)
        and called(parent) == "getattr"
        and string(argument(parent, 1, "name")) == "AUTH_USER_MODEL"
    )
