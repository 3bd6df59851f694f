"""The name of an admin page of the user in data or code: `"admin:auth_user_changelist"`.

What it does: looks for names of the user's admin pages in data and code: menus in JSON or YAML and
front-end code name pages of the admin.

Why it breaks: the names follow the model's app, so the old ones raise `NoReverseMatch`.

What is edited: a value that is such a name and nothing else. Elsewhere, and for a page that the
admin does not have by itself, it is only edited with `--suggested`. `auth_user_password_change`
keeps its name, and so does one that the project's own Python spells out.

What is reported: what is not edited; in texts for people and in files that record the past as a
`note`.
"""

from __future__ import annotations

from transformer.codemod.rules import Example, Rule
from transformer.findings import Level
from transformer.passes.texts.plain_text import PlainText
from transformer.spellings import admin_url_name

rule = Rule(
    __name__,
    "US805",
    "admin-url-name-in-text",
    Level.TODO,
    link="https://docs.djangoproject.com/en/stable/ref/contrib/admin/#reversing-admin-urls",
    examples=(
        Example(
            '{"menu": [{"url": "admin:auth_user_changelist"}]}\n',
            '{"menu": [{"url": "admin:users_user_changelist"}]}\n',
            path="menu.json",
        ),
        Example(
            "Go to admin:auth_user_add to add one.\n", path="docs/howto.md", reports=("US805",)
        ),
        Example('{"url": "admin:auth_user_password_change"}\n', path="menu.json"),
    ),
)


@rule.on(PlainText, words=("auth_user_",))
def names(file: PlainText) -> None:
    for mention in admin_url_name.find(file.view, file.facts):
        name = mention.text.rpartition(":")[2]
        file.tell(
            rule,
            mention,
            f"{name} names an admin page of the user by app and model.",
            f"Write {file.options.app}_{name.removeprefix('auth_')}.",
        )
