"""A file in UTF-16 that mentions the user.

`dumpdata > users.json` in a Windows shell writes UTF-16, which Django does not load. Nothing in
such a file is changed.
"""

from __future__ import annotations

from transformer.findings import Finding, Level
from transformer.passes.texts.text import MENTION, Text
from transformer.rules import Example, Rule
from transformer.text.matches import positions

rule = Rule(
    "US811",
    "utf-16-mention",
    Level.TODO,
    link="https://docs.djangoproject.com/en/stable/ref/django-admin/#loaddata",
    examples=(Example("auth.user in UTF-8\n", path="notes.txt", title="any other encoding"),),
)


def finding(text: Text) -> Finding | None:
    content = text.view[:].decode("utf-16", "replace").encode()
    found = MENTION.search(content)
    if not found:
        return None
    line, column = positions(content, [found.start()])[found.start()]
    return Finding(
        rule.code,
        Level.TODO,
        text.path,
        line,
        column,
        "This file mentions the user and is written in UTF-16, which usershift does not edit.",
        "Save it as UTF-8 and run again.",
    )
