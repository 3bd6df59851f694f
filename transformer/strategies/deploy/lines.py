"""A file that lists one command per line runs `migrate`: `tox.ini`, units of systemd.

What it does: finds `migrate` in files that list one command per line.

Why it breaks: a database that has not adopted refuses `migrate`.

What is edited: nothing.

What is reported: the command to run before it. No shell reads these lines, so it is a line of its
own before the call: one more item of `commands`, or one more `ExecStartPre=`.
"""

from __future__ import annotations

from transformer.codemod.rules import Example, Rule
from transformer.findings import Level
from transformer.strategies.deploy.scripts import CommandLines

_COMMAND = {"strategy": "command"}

rule = Rule(
    __name__,
    "US258",
    "migrate-in-list-of-commands",
    Level.TODO,
    link="https://tox.wiki/en/latest/config.html#commands",
    examples=(
        Example(
            "[testenv]\ncommands =\n    - {envpython} manage.py migrate --noinput {posargs}\n",
            path="tox.ini",
            reports=("US258",),
            options=_COMMAND,
        ),
        Example(
            "[Service]\nExecStartPre=/srv/venv/bin/python /srv/app/manage.py migrate --noinput\n",
            path="deploy/shop.service",
            reports=("US258",),
            options=_COMMAND,
        ),
        Example(
            "[testenv]\ncommands =\n    # python manage.py migrate\n"
            "    python manage.py adopt_users\n    python manage.py migrate\n",
            path="tox.ini",
            options=_COMMAND,
        ),
    ),
)


@rule.on(CommandLines)
def migrate(file: CommandLines) -> None:
    for call in file.unserved:
        file.tell(rule, call)
