"""A file that somebody else wrote, or a machine, mentions the user.

Bundled and minified scripts, lock files and copies of other people's packages are not the project's
to change. Such a file is noted once.
"""

from __future__ import annotations

from transformer.findings import Finding, Level
from transformer.passes.texts.text import MENTION, Text
from transformer.rules import Example, Rule
from transformer.text.matches import positions

rule = Rule(
    "US810",
    "vendored-mention",
    Level.NOTE,
    link="https://docs.djangoproject.com/en/stable/topics/auth/customizing/",
    examples=(
        Example("f('auth.user');f('auth_user')\n", path="static/app.min.js", reports=("US810",)),
        Example("fetch('/auth/user')\n", path="vendor/lib/x.js", reports=("US810",)),
        Example("f('author')\n", path="static/app.min.js"),
    ),
)


def finding(text: Text) -> Finding | None:
    count = 0
    first = -1
    for found in MENTION.finditer(text.view):
        first = found.start() if count == 0 else first
        count += 1
    if not count:
        return None
    line, column = positions(text.view, [first])[first]
    places = "once" if count == 1 else f"{count} times"
    return Finding(
        rule.code,
        Level.NOTE,
        text.path,
        line,
        column,
        f"This file is vendored or generated; it mentions the user {places}.",
        "If it is made from sources of the project, make it anew after the migration.",
    )
