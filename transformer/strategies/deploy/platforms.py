"""A hosting platform runs `migrate`: the Procfile, `app.json`, `package.json`.

A release phase is one line that a shell reads, so with `--deploy` it becomes
`python manage.py adopt_users && python manage.py migrate`. If the adoption fails, the release
fails, as it does when `migrate` fails.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from transformer.codemod.rules import Example, Rule
from transformer.findings import Level
from transformer.strategies.deploy.calls import Programs
from transformer.strategies.deploy.shell import calls
from transformer.strategies.deploy.snippets import snippet
from transformer.strategies.deploy.unit import Unit

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
            "web: bin/wait && python manage.py adopt_users && python manage.py migrate && "
            "gunicorn config.wsgi\n",
            path="Procfile.dev",
            options=_DEPLOY,
        ),
        Example(
            "release: python manage.py migrate\n",
            path="Procfile",
            reports=("US254",),
            options={"strategy": "command"},
        ),
        Example(
            "# release: python manage.py migrate\nweb: gunicorn config.wsgi\n",
            path="Procfile",
            options=_DEPLOY,
        ),
    ),
)

_PROCESS = re.compile(rb"^[ \t]*[\w.-]+:[ \t]*(?P<command>[^\r\n]+)", re.MULTILINE)


def units(view: bytes, programs: Programs) -> Iterator[Unit]:
    for found in _PROCESS.finditer(view):
        yield calls(snippet(view, *found.span("command")), programs)
