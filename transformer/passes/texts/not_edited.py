"""A file that usershift does not edit mentions the user.

What it does: says once of a file that it mentions the user and is not searched: bundled and
minified scripts, lock files, installed packages of other people, and files in UTF-16.

Why it breaks: what is installed or generated is not the project's to change. A file in UTF-16,
which is what `dumpdata > users.json` gives in a Windows shell, is none that Django loads.

What is edited: nothing.

What is reported: a `note` for a installed or generated file, a `todo` for one in UTF-16.
"""

from __future__ import annotations

from transformer.codemod.rules import Example, Rule
from transformer.codemod.text_file import TextFile
from transformer.findings import Level
from transformer.passes.texts.plain_text import Utf16Text, VendoredText
from transformer.spellings import admin_address, model_label, table

rule = Rule(
    __name__,
    "US810",
    "mention-in-file-not-edited",
    Level.NOTE,
    link="https://docs.djangoproject.com/en/stable/topics/auth/customizing/",
    examples=(
        Example("f('auth.user');f('auth_user')\n", path="static/app.min.js", reports=("US810",)),
        Example("fetch('/auth/user')\n", path="node_modules/lib/x.js", reports=("US810",)),
        Example("f('author')\n", path="static/app.min.js"),
    ),
)

_SPELLINGS = (model_label.find, table.find, admin_address.find)


@rule.on(VendoredText)
def vendored(file: VendoredText) -> None:
    mention(
        file,
        "This file is installed or generated; it mentions the user {}.",
        "If it is made from sources of the project, make it anew after the migration.",
        Level.NOTE,
    )


@rule.on(Utf16Text)
def utf16(file: Utf16Text) -> None:
    mention(
        file,
        "This file is written in UTF-16 and mentions the user {}.",
        "Save it as UTF-8 and run again.",
        Level.TODO,
    )


def mention(file: TextFile, message: str, remedy: str, level: Level) -> None:
    found = [mention for find in _SPELLINGS for mention in find(file.view, file.facts)]
    if found:
        first = min(found, key=lambda mention: mention.at)
        times = "once" if len(found) == 1 else f"{len(found)} times"
        file.report(rule, first.at, first.end, message.format(times), remedy, level)
