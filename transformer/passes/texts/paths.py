"""The path `auth/user` in a text file.

What it does: looks for the path `auth/user` in text files.

Why it breaks: it may be a template that moved with the user's app, an address of the admin, or an
address of the project's own (`/api/auth/user/`), which stays.

What is edited: with `--suggested`, the path of a template that moved and an address below `admin/`.

What is reported: these as a `todo`, the rest as a `note`. Where a translation comes from (`#:
templates/…`) is nothing to look at: the next `makemessages` writes it anew.
"""

from __future__ import annotations

import re

from transformer.codemod.rules import Example, Rule, Suggested
from transformer.findings import Level
from transformer.formats.kinds import Kind
from transformer.passes.texts.plain_text import PlainText

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


@rule.on(PlainText, words=("auth/user",))
def paths(file: PlainText) -> None:
    app = file.options.app
    for found in _PATH.finditer(file.view):
        before = file.before(found.start())
        if file.kind is Kind.TRANSLATION and before.startswith(b"#:"):
            continue
        in_admin = before.endswith(b"admin/")
        rest = (found["rest"] or b"").decode()
        if rest:
            changed = f"{'admin/' if in_admin else ''}{app}/user{rest}" in file.facts.templates
            message = f"The template …/auth/user{rest} is named here."
            remedy = f"It moved: write …/{app}/user{rest}." if changed else ""
        else:
            changed = in_admin
            message = "The path auth/user stands here."
            remedy = (
                f"If it leads to the admin, write admin/{app}/user."
                if in_admin
                else "Nothing is to be done if it is an address of your own."
            )
        file.report(
            rule,
            found.start(),
            found.start() + len("auth"),
            message,
            remedy,
            file.level(Level.TODO if changed else Level.NOTE),
            Suggested(app) if changed and not file.is_record else None,
        )
