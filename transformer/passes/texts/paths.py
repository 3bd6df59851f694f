"""The path `auth/user` in a text file.

It may be a template that moved with the user's app, an address of the admin, or an address of the
project's own (`/api/auth/user/`), which stays.

Every place is said. A template that moved and an address below `admin/` ask for a change, which is
a suggestion; the rest is noted. Where a translation comes from (`#: templates/…`) is nothing to
look at: the next `makemessages` writes it anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from transformer.codemod.matches import Match
from transformer.codemod.rules import Example, Rule
from transformer.findings import Level
from transformer.formats.kinds import Kind
from transformer.passes.texts.text import Names, Text

rule = Rule(
    __name__,
    "US809",
    "path-in-text",
    Level.NOTE,
    link="https://docs.djangoproject.com/en/stable/ref/contrib/admin/#overriding-admin-templates",
    examples=(
        Example("fetch('/api/auth/user/')\n", path="static/api.js", reports=("US809",)),
        Example(
            "See `auth/user_list.html`.\n",
            "See `users/user_list.html`.\n",
            path="docs/howto.md",
            options={"suggested": True},
            files={"templates/users/user_list.html": "x\n"},
            reports=("US809",),
        ),
        Example('msgid "See auth/user_list.html"\n', path="a.po", reports=("US809",)),
        Example("#: templates/auth/user_list.html:3\n", path="a.po"),
        Example("fetch('/auth/users/')\n", path="static/api.js"),
    ),
)

_PATH = re.compile(rb"(?<![A-Za-z0-9_])auth/user(?![A-Za-z0-9])(?P<rest>[\w/-]*\.html)?")


def matches(text: Text, names: Names) -> Iterator[Match]:
    for found in text.finditer(_PATH, b"auth/user"):
        before = text.before(found.start())
        if text.kind is Kind.TRANSLATION and before.startswith(b"#:"):
            continue
        in_admin = before.endswith(b"admin/")
        rest = (found["rest"] or b"").decode()
        if rest:
            new = f"{'admin/' if in_admin else ''}{names.app}/user{rest}"
            changed = new in names.templates
            message = f"The template …/auth/user{rest} is named here."
            remedy = f"It moved: write …/{names.app}/user{rest}." if changed else ""
        else:
            changed = in_admin
            message = "The path auth/user stands here."
            remedy = (
                f"If it leads to the admin, write admin/{names.app}/user."
                if in_admin
                else "Nothing is to be done if it is an address of your own."
            )
        yield Match(
            rule,
            found.start(),
            found.start() + len(b"auth"),
            message,
            remedy,
            names.label if changed and not text.is_record else None,
            level=text.level(Level.TODO if changed else Level.NOTE),
        )
