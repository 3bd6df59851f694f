"""A file that usershift does not edit mentions the user.

Bundled and minified scripts, lock files and copies of other people's packages are not the project's
to change. A file in UTF-16, which is what `dumpdata > users.json` gives in a Windows shell, is none
that Django loads. Such a file is said once.
"""

from __future__ import annotations

import re

from transformer.codemod.matches import positions
from transformer.codemod.rules import Example, Rule
from transformer.findings import Finding, Level
from transformer.formats.kinds import is_utf16
from transformer.passes.texts.text import Text

rule = Rule(
    __name__,
    "US810",
    "mention-in-file-not-edited",
    Level.NOTE,
    link="https://docs.djangoproject.com/en/stable/topics/auth/customizing/",
    examples=(
        Example("f('auth.user');f('auth_user')\n", path="static/app.min.js", reports=("US810",)),
        Example("fetch('/auth/user')\n", path="vendor/lib/x.js", reports=("US810",)),
        Example("f('author')\n", path="static/app.min.js"),
    ),
)

_MENTION = re.compile(rb"(?<![A-Za-z0-9_])auth[._/][uU]ser(?![A-Za-z0-9])")


def finding(text: Text) -> Finding | None:
    utf16 = is_utf16(text.view)
    view = text.view[:].decode("utf-16", "replace").encode() if utf16 else text.view
    count = 0
    first = -1
    for found in _MENTION.finditer(view):
        first = found.start() if count == 0 else first
        count += 1
    if not count:
        return None
    places = "once" if count == 1 else f"{count} times"
    if utf16:
        message = f"This file is written in UTF-16 and mentions the user {places}."
        remedy = "Save it as UTF-8 and run again."
    else:
        message = f"This file is vendored or generated; it mentions the user {places}."
        remedy = "If it is made from sources of the project, make it anew after the migration."
    line, column = positions(view, [first])[first]
    level = Level.TODO if utf16 else Level.NOTE
    return Finding(rule.code, level, text.path, line, column, message, remedy)
