"""Lookups of everything that belongs to the app `auth`.

What it does: looks for lookups of all content types or permissions of the app `auth`.

Why it breaks: `Permission.objects.filter(content_type__app_label="auth")` no longer finds the
permissions of the user, and an `exclude` of that kind no longer hides them. Nothing says so.

What is edited: with `--suggested` the lookup asks for both apps, as a `review`.

What is reported: each such lookup. Whether the user is meant only the project's authors know.
"""

from __future__ import annotations

import ast

from transformer.codemod.file import File
from transformer.codemod.rules import Example, Rule, diff
from transformer.findings import Level
from transformer.passes.references.content_type_lookups import model_names
from transformer.passes.references.lookups import is_lookup, lookups, widen

rule = Rule(
    __name__,
    "US315",
    "content-types-of-auth",
    Level.TODO,
    link="https://docs.djangoproject.com/en/stable/topics/auth/default/#permissions-and-authorization",
    also=("migrations",),
    examples=(
        Example(
            before="""\
                from django.contrib.auth.models import Permission
                from django.contrib.contenttypes.models import ContentType

                rows = Permission.objects.filter(content_type__app_label="auth")
                rest = ContentType.objects.exclude(app_label__in=["admin", "auth"])
                """,
            reports=("US315", "US315"),
        ),
        diff(
            """\
                  from django.contrib.auth.models import Permission
                  from django.contrib.contenttypes.models import ContentType

                - rows = Permission.objects.filter(content_type__app_label="auth")
                - rest = ContentType.objects.exclude(app_label__in=["auth", "admin"])
                + rows = Permission.objects.filter(content_type__app_label__in=["auth", "users"])
                + rest = ContentType.objects.exclude(app_label__in=["auth", "users", "admin"])
                """,
            reports=("US315", "US315"),
            options={"suggested": True},
        ),
        Example(
            title="both apps already",
            before="""\
                from django.contrib.auth.models import Permission

                rows = Permission.objects.filter(content_type__app_label__in=["auth", "users"])
                other = Permission.objects.filter(content_type__app_label="blog")
                """,
        ),
    ),
)


@rule.on(ast.Call, ast.Dict, words=("app_label",))
def lookup(node: ast.Call | ast.Dict, file: File) -> None:
    found = list(lookups(node))
    for app in found:
        if app.name != "app_label" or "auth" not in app.values or file.claimed(app.value):
            continue
        if model_names(app, found, file) is not None or not is_lookup(file, node, app.prefix):
            continue
        if file.options.app in app.values:
            continue
        if file.options.suggested and widen(file, rule, app):
            message = f"This lookup now asks for `auth` and `{file.options.app}`."
            file.report(rule, app.value, message, "Check whether both are meant.", Level.REVIEW)
            continue
        file.report(
            rule,
            app.value,
            "This looks for all that belongs to the app `auth`; the user no longer does.",
            f"If the user is meant, too, look for the app `{file.options.app}` as well.",
        )
