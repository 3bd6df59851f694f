"""A query for the user's content type: `WHERE app_label = 'auth' AND model = 'user'`.

What it does: looks for queries that find the user's content type by app and model, in SQL and data.

Why it breaks: nothing says so. After the migration the query finds nothing.

What is edited: with `--suggested`, the app in the query.

What is reported: each query; in files that record the past as a `note`.
"""

from __future__ import annotations

import re

from transformer.codemod.rules import Example, Rule, Suggested
from transformer.findings import Level
from transformer.passes.texts.plain_text import PlainText

rule = Rule(
    __name__,
    "US808",
    "content-type-query",
    Level.TODO,
    link="https://docs.djangoproject.com/en/stable/ref/contrib/contenttypes/",
    examples=(
        Example(
            "SELECT id FROM django_content_type WHERE app_label = 'auth' AND model = 'user';\n",
            path="report.sql",
            reports=("US808",),
        ),
        Example(
            "SELECT id FROM django_content_type WHERE (app_label, model) = ('auth', 'user');\n",
            "SELECT id FROM django_content_type WHERE (app_label, model) = ('users', 'user');\n",
            path="report.sql",
            options={"suggested": True},
            reports=("US808",),
        ),
        Example(
            "SELECT id FROM django_content_type WHERE app_label = 'auth' AND model = 'group';\n",
            path="report.sql",
        ),
        Example(
            title="two content types side by side",
            before="""\
                [
                  {"fields": {"model": "group", "app_label": "auth"}, "pk": 2},
                  {"fields": {"model": "user", "app_label": "accounts"}, "pk": 3}
                ]
                """,
            path="data/kinds.json",
        ),
    ),
)

_APP = rb"app_label\b[\"'`\])]*\s*(?:=|:|\bin\b)\s*\(?\s*[\"']auth[\"']"
_MODEL = rb"(?<!\w)model\b[\"'`\])]*\s*(?:=|:|\bin\b)\s*\(?\s*[\"']user[\"']"
_QUERY = re.compile(
    _APP
    + rb"[^;{}]{0,120}?"
    + _MODEL
    + rb"|"
    + _MODEL
    + rb"[^;{}]{0,120}?"
    + _APP
    + rb"|\(\s*'auth'\s*,\s*'user'\s*\)",
    re.IGNORECASE,
)
_AUTH = re.compile(rb"(?<=[\"'])auth(?=[\"'])", re.IGNORECASE)


@rule.on(PlainText, words=("'auth'", '"auth"'))
def queries(file: PlainText) -> None:
    app = file.options.app
    for found in _QUERY.finditer(file.view):
        if label := _AUTH.search(file.view, *found.span()):
            file.report(
                rule,
                *label.span(),
                "This finds the user's content type by its old app.",
                f"Ask for '{app}' where the content type of the user is meant.",
                file.level(Level.TODO),
                None if file.is_record else Suggested(app),
            )
