"""A management command that names the user model: `manage.py dumpdata auth.user`.

What it does: rewrites the label of the user wherever `manage.py`, `django-admin` or `python -m
django` is called: in scripts, containers, CI and instructions.

Why it breaks: commands such as `dumpdata` no longer work with the label. `dumpdata auth` still
works, but leaves the users out without a word: a backup that nobody can restore from.

What is edited: the app of the label. In scripts, where `dumpdata` or `sqlsequencereset` take the
whole app `auth`, included or excluded, the users app is added; in prose that is only done with
`--suggested`. Change logs stay as they are.

What is reported: what is not edited.
"""

from __future__ import annotations

import re

from transformer.codemod.rules import Example, Rule, Safe
from transformer.findings import Level
from transformer.formats.kinds import Kind
from transformer.passes.texts.plain_text import PlainText
from transformer.spellings import command

rule = Rule(
    __name__,
    "US801",
    "management-command",
    Level.TODO,
    link="https://docs.djangoproject.com/en/stable/ref/django-admin/#dumpdata",
    examples=(
        Example(
            "#!/bin/sh\npython manage.py dumpdata auth.User auth.group --indent 2 > users.json\n",
            "#!/bin/sh\npython manage.py dumpdata users.User auth.group --indent 2 > users.json\n",
            path="backup.sh",
        ),
        Example(
            "\t./manage.py dumpdata auth \\\n\t\t--exclude auth.user\n",
            "\t./manage.py dumpdata auth users \\\n\t\t--exclude users.user\n",
            path="Makefile",
        ),
        Example(
            "django-admin dumpdata -e auth --exclude=auth.permission -e contenttypes\n",
            "django-admin dumpdata -e auth -e accounts --exclude=auth.permission -e contenttypes\n",
            path="deploy/backup.sh",
            options={"app": "accounts"},
        ),
        Example(
            'CMD ["python", "manage.py", "dumpdata", "auth.user"]\n',
            'CMD ["python", "manage.py", "dumpdata", "users.user"]\n',
            path="Dockerfile",
        ),
        Example(
            'CMD ["python", "manage.py", "dumpdata", "auth"]\n',
            path="Dockerfile",
            reports=("US801",),
        ),
        Example(
            "Call manage.py dumpdata with auth as well.\n",
            path="docs/backup.md",
            title="prose",
            reports=("US801",),
        ),
        Example(
            "$MANAGE dumpdata auth.user > users.json\n",
            "$MANAGE dumpdata users.user > users.json\n",
            path="backup.sh",
        ),
        Example("python manage.py migrate auth && python manage.py dumpdata blog\n", path="x.sh"),
        Example("python manage.py dumpdata -o auth --all blog\n", path="x.sh"),
        Example(
            "* `manage.py dumpdata auth.user` no longer fails.\n",
            path="CHANGELOG.md",
        ),
    ),
)

# In prose `auth` may be just a word.
_COMMENT = re.compile(rb"\s*(#|//|--|rem\b|::)", re.IGNORECASE)
_WORDS = ("manage.py", "django-admin", "-m", "dumpdata")


@rule.on(PlainText, words=_WORDS, priority=1)
def labels(file: PlainText) -> None:
    message = "This command names the swapped-out user model."
    remedy = f"Write {file.options.app} instead of auth."
    for mention in command.find(file.view, file.facts):
        if file.is_record:
            file.tell(rule, mention, message, remedy)
        else:
            at = mention.at
            file.report(rule, at, at + len(mention.old), edit=Safe(file.options.app))


@rule.on(PlainText, words=_WORDS, priority=1)
def whole_apps(file: PlainText) -> None:
    message = "This command takes all of app auth, and the users are no longer in it."
    for mention in command.find_apps(file.view, file.options.app):
        new = mention.new(file.options)
        is_run = file.kind is Kind.SHELL and not _COMMENT.match(file.before(mention.at, 400))
        if is_run and new is not None:
            file.report(rule, mention.at, mention.at, edit=Safe(new))
        else:
            file.tell(rule, mention, message, f"Name {file.options.app} beside auth.", Level.TODO)
