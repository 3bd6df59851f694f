"""A process of a Procfile runs `migrate`, such as the release phase of Heroku.

What it does: finds `migrate` in the processes of a Procfile.

Why it breaks: a database that has not adopted refuses `migrate`.

What is edited: a process is one line that a shell reads, so with `--deploy` one that begins with
the call becomes `python manage.py adopt_users && python manage.py migrate`. If the adoption fails,
the release fails, as it does when `migrate` fails.

What is reported: the command to run before it.
"""

from __future__ import annotations

import re

from transformer.codemod.rules import Example, Rule
from transformer.findings import Level
from transformer.strategies.deploy.scripts import Procfile

_DEPLOY = {"strategy": "command", "deploy": True}

rule = Rule(
    __name__,
    "US254",
    "migrate-in-procfile",
    Level.TODO,
    link="https://devcenter.heroku.com/articles/release-phase",
    examples=(
        Example(
            "release: python manage.py migrate --noinput\nweb: gunicorn config.wsgi\n",
            "release: python manage.py adopt_users && python manage.py migrate --noinput\n"
            "web: gunicorn config.wsgi\n",
            path="Procfile",
            options=_DEPLOY,
        ),
        Example(
            "web: bin/wait && python manage.py migrate && gunicorn config.wsgi\n",
            path="Procfile.dev",
            reports=("US254",),
            options=_DEPLOY,
        ),
        Example(
            "# release: python manage.py migrate\nweb: gunicorn config.wsgi\n",
            path="Procfile",
            options=_DEPLOY,
        ),
    ),
)


_NAME = re.compile(rb"[ \t]*[\w.-]+:[ \t]*")


@rule.on(Procfile)
def migrate(file: Procfile) -> None:
    for call in file.unserved:
        file.tell(rule, call, file.in_front(call, _NAME))
