"""The table `auth_user` in a text file.

What it does: notes the table `auth_user` in text files, `auth_user_groups` and
`auth_user_user_permissions`, and the sequences, indexes and constraints of the three.

Why it breaks: nothing breaks now. The users app keeps the table under its name, so SQL, dumps,
views and reports that name it go on working. They matter when the table is renamed in a later
release (`usershift rename-table`).

What is edited: nothing.

What is reported: each place.
"""

from __future__ import annotations

from transformer.codemod.rules import Example, Rule
from transformer.findings import Level
from transformer.passes.texts.plain_text import PlainText
from transformer.spellings import table

rule = Rule(
    __name__,
    "US807",
    "table-name-in-text",
    Level.NOTE,
    link="https://docs.djangoproject.com/en/stable/ref/models/options/#db-table",
    examples=(
        Example("SELECT * FROM auth_user;\n", path="report.sql", reports=("US807",)),
        Example("GRANT SELECT ON auth_user_groups TO bi;\n", path="x.sql", reports=("US807",)),
        Example("SELECT * FROM oauth_user, auth_users;\n", path="report.sql"),
        Example(
            '{"pages": ["auth_user_password_change", "admin:auth_user_invite"]}\n',
            path="menu.json",
            files={
                "shop/urls.py": """\
                from django.urls import path

                urlpatterns = [path("invite/", print, name="auth_user_invite")]
                """
            },
            title="names of pages",
        ),
    ),
)


@rule.on(PlainText, words=("auth_user",))
def tables(file: PlainText) -> None:
    for mention in table.find(file.view, file.facts):
        file.tell(
            rule,
            mention,
            "The table auth_user is named here. It keeps its name, so this goes on working.",
            "Come back to it if you rename the table later.",
        )
