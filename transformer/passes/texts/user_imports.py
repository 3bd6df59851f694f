"""Python inside other files that imports the user: `from django.contrib.auth.models import User`.

Scripts and CI pipe such lines into `manage.py shell`, often to create the first superuser. The
import still works; the first use of `User.objects` raises.

In shell scripts, containers and CI the import is pointed at the users app. In instructions the edit
is a suggestion. A mention of `django.contrib.auth.models.User` by its full name is reported.
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
    "US802",
    "user-import-in-text",
    Level.TODO,
    link="https://docs.djangoproject.com/en/stable/topics/auth/customizing/#referencing-the-user-model",
    examples=(
        Example(
            'echo "from django.contrib.auth.models import User; User.objects.count()"'
            " | ./manage.py shell\n",
            'echo "from users.models import User; User.objects.count()" | ./manage.py shell\n',
            path="count.sh",
        ),
        Example(
            "./manage.py shell <<X\nfrom django.contrib.auth.models import Group, User as U\nX\n",
            "./manage.py shell <<X\nfrom django.contrib.auth.models import Group;"
            " from apps.people.models import User as U\nX\n",
            path="seed.sh",
            options={"app": "people", "app_module": "apps.people"},
        ),
        Example(
            "    >>> from django.contrib.auth.models import User\n",
            path="README.rst",
            reports=("US802",),
        ),
        Example(
            "    >>> from django.contrib.auth.models import User\n",
            "    >>> from users.models import User\n",
            path="README.rst",
            options={"suggested": True},
            reports=("US802",),
        ),
        Example("from django.contrib.auth.models import UserManager\n", path="seed.sh"),
        Example("backend: django.contrib.auth.models.User\n", path="app.yaml", reports=("US802",)),
    ),
)

_IMPORT = re.compile(
    rb"from[ \t]+django\.contrib\.auth\.models[ \t]+import[ \t]+"
    rb"(?P<names>\*|\w+(?:[ \t]+as[ \t]+\w+)?(?:[ \t]*,[ \t]*\w+(?:[ \t]+as[ \t]+\w+)?)*|\()"
)
_USER = re.compile(rb"User(?:[ \t]+as[ \t]+\w+)?")
_DOTTED = re.compile(rb"django\.contrib\.auth\.models\.User(?!\w)")


def matches(text: Text, names: Names) -> Iterator[Match]:
    for found in text.finditer(_IMPORT, b"django.contrib.auth.models"):
        listed = [name.strip() for name in found["names"].split(b",")]
        users = [name for name in listed if _USER.fullmatch(name)]
        if users or found["names"] in {b"*", b"("}:
            new = None
            if users:
                new = b"from %s.models import %s" % (names.app_module.encode(), b", ".join(users))
                others = [name for name in listed if name not in users]
                if others:
                    new = b"from django.contrib.auth.models import %s; %s" % (
                        b", ".join(others),
                        new,
                    )
            yield Match(
                rule,
                *found.span(),
                "This imports the swapped-out user model.",
                f"Import User from {names.app_module}.models.",
                new,
                certain=text.kind is Kind.SHELL,
                level=text.level(Level.TODO),
            )
    for found in text.finditer(_DOTTED, b"django.contrib.auth.models"):
        prose = text.kind is Kind.DOCS
        yield Match(
            rule,
            *found.span(),
            "This names the swapped-out user model by its full name.",
            f"Where the project's own user is meant, write {names.app_module}.models.User.",
            level=Level.NOTE if prose else text.level(Level.TODO),
        )
