"""The name of an admin page of the user in data or code: `"admin:auth_user_changelist"`.

What it does: looks for names of the user's admin pages in data and code: menus in JSON or YAML and
front-end code name pages of the admin.

Why it breaks: the names follow the model's app, so the old ones raise `NoReverseMatch`.

What is edited: a quoted value in JSON, YAML or TOML. Elsewhere it is only edited with
`--suggested`. `auth_user_password_change` keeps its name, and so does one that the project's own
Python spells out.

What is reported: what is not edited; in files that record the past as a `note`.
"""

from __future__ import annotations

import re

from transformer.codemod.rules import Example, Rule, Safe, Suggested
from transformer.findings import Level
from transformer.formats.kinds import Kind
from transformer.passes.texts.plain_text import PlainText
from transformer.spellings.admin_addresses import PASSWORD_CHANGE

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

_NAME = re.compile(rb"[\w-]*admin[\w-]*:(auth_user_\w+)")


@rule.on(PlainText, words=(":auth_user_",), priority=1)
def names(file: PlainText) -> None:
    app = file.options.app
    for found in _NAME.finditer(file.view):
        name = found[1].decode("latin-1")
        if name == PASSWORD_CHANGE or name in file.facts.own_url_names:
            continue
        certain = file.kind is Kind.DATA and file.quoted(*found.span())
        file.report(
            rule,
            found.start(1),
            found.start(1) + len("auth"),
            f"{name} names an admin page of the user by app and model.",
            f"Write {app}_{name.removeprefix('auth_')}.",
            file.level(Level.TODO),
            None if file.is_record else Safe(app) if certain else Suggested(app),
        )
