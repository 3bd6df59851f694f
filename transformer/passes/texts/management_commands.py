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

from transformer.codemod.rules import Example, Rule, Safe, Suggested
from transformer.findings import Level
from transformer.formats.commands import STARTS_DJANGO
from transformer.formats.kinds import Kind
from transformer.passes.texts.plain_text import PlainText

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
        Example("python manage.py migrate auth && python manage.py dumpdata blog\n", path="x.sh"),
        Example("python manage.py dumpdata -o auth --all blog\n", path="x.sh"),
        Example(
            "* `manage.py dumpdata auth.user` no longer fails.\n",
            path="CHANGELOG.md",
            reports=("US801",),
        ),
    ),
)

# To the end of the command: a line may be continued, a pipe or a comment ends it.
_COMMAND = re.compile(STARTS_DJANGO + rb"(?P<words>(?:\\\r?\n|(?![|&;<>()`\n]|[ \t]#).){1,2000})")
_WORD = re.compile(rb"[^\s\"',\[\]\\]+")
_LABEL = re.compile(rb"(?i)(?:--?\w[\w-]*=)?(auth)\.user(?:_groups|_user_permissions)?")
_OPTION = re.compile(rb"(?P<option>(?:-e|--exclude)=?)?auth")
# In prose `auth` may be just a word.
_COMMENT = re.compile(rb"\s*(#|//|--|rem\b|::)", re.IGNORECASE)
_TAKES_APPS = frozenset({b"dumpdata", b"sqlsequencereset"})
_FLAGS = frozenset(
    b"-a --all --natural-foreign --natural-primary --traceback --no-color --force-color "
    b"--skip-checks".split()
)


@rule.on(PlainText, words=("manage.py", "django-admin", "-m"), priority=1)
def commands(file: PlainText) -> None:
    for command in _COMMAND.finditer(file.view):
        words = [
            (command.start("words") + word.start(), word[0])
            for word in _WORD.finditer(command["words"])
        ]
        labels(file, words)
        if any(word in _TAKES_APPS for _, word in words):
            whole_apps(file, words)


def labels(file: PlainText, words: list[tuple[int, bytes]]) -> None:
    app = file.options.app
    for start, word in words:
        if found := _LABEL.fullmatch(word):
            file.report(
                rule,
                start + found.start(1),
                start + found.end(1),
                "This command names the swapped-out user model.",
                f"Write {app} instead of auth.",
                file.level(Level.TODO),
                Suggested(app) if file.is_record else Safe(app),
            )


def whole_apps(file: PlainText, words: list[tuple[int, bytes]]) -> None:
    """The whole app: what it meant takes two apps now."""
    app = file.options.app
    said = {word.rpartition(b"=")[2].partition(b".")[0] for _, word in words}
    if app.encode() in said:
        return
    previous = b""
    for start, word in words:
        found = _OPTION.fullmatch(word)
        option = (found["option"] or b"") if found else b""
        if previous in {b"-e", b"--exclude"}:
            option = previous + b" "
        takes_value = previous.startswith(b"-") and b"=" not in previous and previous not in _FLAGS
        if found and (option or not takes_value):
            end = start + len(word)
            is_run = file.kind is Kind.SHELL and not _COMMENT.match(file.before(start, 400))
            edit = (Safe if is_run else Suggested)(f" {option.decode()}{app}")
            file.report(
                rule,
                end,
                end,
                "This command takes all of app auth, and the users are no longer in it.",
                f"Name {app} beside auth.",
                file.level(Level.TODO),
                None if file.quoted(start, end) else edit,
            )
        previous = word
