"""The line that imports the user: ``from django.contrib.auth.models import User``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from transformer.options import Options
from transformer.spellings import Known, Mention, Pattern, Sure, Text, read

_MODULE = r"from[ \t]+django\.contrib\.auth\.models[ \t]+import[ \t]+"
_NAME = r"\w+(?:[ \t]+as[ \t]+\w+)?"
_IMPORT = Pattern(
    rf"{_MODULE}(?P<names>\*|{_NAME}(?:[ \t]*,[ \t]*{_NAME})*|\()",
    words=("django.contrib.auth.models",),
)
_USER = re.compile(r"User(?:[ \t]+as[ \t]+\w+)?")


class Import(Mention):
    """An import; a star and a list on several lines are to be looked at."""

    def new(self, options: Options) -> str | None:
        return rewritten(self.text, f"{options.app_module}.models")


def find(text: Text, known: Known) -> Iterator[Import]:
    """The imports of a text that name the user, or may: a star, and a list on several lines."""
    for found in _IMPORT.finditer(text):
        line = read(found[0])
        if rewritten(line, "") or line.endswith(("*", "(")):
            yield Import(*found.span(), line, Sure.LIKELY, found.start(), line)


def rewritten(line: str, module: str) -> str | None:
    """The same import of the user from ``module``; None where the line does not name the user.

    >>> rewritten("from django.contrib.auth.models import Group, User as U", "users.models")
    'from django.contrib.auth.models import Group; from users.models import User as U'
    """
    names = [name.strip() for name in re.split(r"import[ \t]+", line)[-1].split(",")]
    users = [name for name in names if _USER.fullmatch(name)]
    others = [name for name in names if name not in users]
    if not users:
        return None
    new = f"from {module} import {', '.join(users)}"
    return f"from django.contrib.auth.models import {', '.join(others)}; {new}" if others else new
