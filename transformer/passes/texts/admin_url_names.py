"""The name of an admin page of the user in data or code: `"admin:auth_user_changelist"`.

Menus in JSON or YAML and front-end code name pages of the admin. The names follow the model's app,
so the old ones raise NoReverseMatch.

A quoted value in JSON, YAML or TOML is rewritten; elsewhere the edit is a suggestion.
`auth_user_password_change` keeps its name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from transformer.codemod.matches import Match
from transformer.codemod.rules import Example, Rule
from transformer.findings import Level
from transformer.formats.kinds import Kind
from transformer.passes.texts.text import Names, Text
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


def matches(text: Text, names: Names) -> Iterator[Match]:
    for found in text.finditer(_NAME, b":auth_user_"):
        name = found[1].decode("latin-1")
        if name == PASSWORD_CHANGE or name in names.own_url_names:
            continue
        new = f"{names.app}_{name.removeprefix('auth_')}"
        yield Match(
            rule,
            found.start(1),
            found.start(1) + len(b"auth"),
            f"{name} names an admin page of the user by app and model.",
            f"Write {new}.",
            None if text.is_record else names.label,
            certain=text.kind is Kind.DATA and text.quoted(*found.span()),
            level=text.level(Level.TODO),
        )
