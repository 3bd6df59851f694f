"""Instructions tell people to run `migrate`.

What it does: finds documents that tell people to run `migrate`, where the strategy is `command`.

Why it breaks: whoever follows them on a database that existed before is refused. People who build a
new database need nothing.

What is edited: nothing.

What is reported: the first place in each document, which should say that a database which existed
before adopts first.
"""

from __future__ import annotations

import re

from transformer.codemod.rules import Example, Rule
from transformer.findings import Level
from transformer.formats.commands import STARTS_DJANGO
from transformer.strategies.deploy.scripts import Document

rule = Rule(
    __name__,
    "US261",
    "migrate-in-documents",
    Level.NOTE,
    link="https://docs.djangoproject.com/en/stable/topics/migrations/",
    examples=(
        Example(
            "Then run `python manage.py migrate`.\n",
            path="README.md",
            reports=("US261",),
            options={"strategy": "command"},
        ),
        Example("Birds migrate.\n", path="README.md", options={"strategy": "command"}),
    ),
)


_MENTION = re.compile(
    STARTS_DJANGO + rb"[\"']?[\s\"',\\]{1,8}"
    rb"(?:--?[\w.=-]+[\s\"',]+(?:[\w.]+[\s\"',]+)?)?"
    rb"(?P<name>migrate(?:_schemas)?)(?![\w.=/-])(?![^\n]*--(?:check|plan)\b)"
)


@rule.on(Document)
def instructions(file: Document) -> None:
    """Report the first mention."""
    if mention := _MENTION.search(file.view):
        at = mention.start("name")
        file.report(
            rule,
            at,
            at,
            "This document tells people to run `migrate`.",
            "Say there that a database which existed before runs `adopt_users` first.",
        )
