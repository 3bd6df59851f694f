"""A query for the user's content type: `WHERE app_label = 'auth' AND model = 'user'`.

What it does: looks for queries that find the user's content type by app and model, in SQL and data.

Why it breaks: after the migration the query finds nothing, and nothing says so.

What is edited: with `--suggested`, the app in the query.

What is reported: each query; in files that record the past as a `note`.
"""

from __future__ import annotations

from transformer.codemod.rules import Example, Rule
from transformer.findings import Level
from transformer.passes.texts.plain_text import PlainText
from transformer.spellings import content_type

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
            "SELECT 1 FROM p JOIN c WHERE c.app_label = 'auth' AND p.codename = 'add_user';\n",
            path="report.sql",
            reports=("US808",),
        ),
        Example('f({app: "auth", model: "user"})\n', path="static/x.js", reports=("US808",)),
        Example('f({app: "auth"}); g({model: "user"})\n', path="static/x.js"),
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


@rule.on(PlainText, words=("'auth'", '"auth"'))
def queries(file: PlainText) -> None:
    for mention in content_type.find(file.view, file.facts):
        file.tell(
            rule,
            mention,
            "This finds the user's content type by its old app.",
            f"Ask for '{file.options.app}' where the content type of the user is meant.",
            Level.TODO,
        )
