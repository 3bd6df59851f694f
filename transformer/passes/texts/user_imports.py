"""Python inside other files that imports the user: `from django.contrib.auth.models import User`.

What it does: looks for Python inside other files that imports the user: scripts and CI pipe such
lines into `manage.py shell`, often to create the first superuser.

Why it breaks: the import still works; the first use of `User.objects` raises.

What is edited: in shell scripts, containers and CI the import is pointed at the users app. In
instructions it is only edited with `--suggested`.

What is reported: what is not edited, and a mention of `django.contrib.auth.models.User` by its full
name.
"""

from __future__ import annotations

import re

from transformer.codemod.rules import Example, Rule, Safe, Suggested
from transformer.findings import Level
from transformer.formats.kinds import Kind
from transformer.passes.texts.plain_text import PlainText

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
_USER = re.compile(r"User(?:[ \t]+as[ \t]+\w+)?")
_DOTTED = re.compile(rb"django\.contrib\.auth\.models\.User(?!\w)")


@rule.on(PlainText, words=("django.contrib.auth.models",))
def imports(file: PlainText) -> None:
    module = f"{file.options.app_module}.models"
    for found in _IMPORT.finditer(file.view):
        listed = [name.strip() for name in found["names"].decode().split(",")]
        users = [name for name in listed if _USER.fullmatch(name)]
        others = [name for name in listed if name not in users]
        if not users and found["names"] not in {b"*", b"("}:
            continue
        new = f"from {module} import {', '.join(users)}"
        if others:
            new = f"from django.contrib.auth.models import {', '.join(others)}; {new}"
        edit = Safe(new) if file.kind is Kind.SHELL else Suggested(new)
        file.report(
            rule,
            *found.span(),
            "This imports the swapped-out user model.",
            f"Import User from {module}.",
            file.level(Level.TODO),
            edit if users else None,
        )


@rule.on(PlainText, words=("django.contrib.auth.models",))
def dotted_paths(file: PlainText) -> None:
    for found in _DOTTED.finditer(file.view):
        file.report(
            rule,
            *found.span(),
            "This names the swapped-out user model by its full name.",
            f"Where the project's own user is meant, write {file.options.app_module}.models.User.",
            Level.NOTE if file.kind is Kind.DOCS else file.level(Level.TODO),
        )
