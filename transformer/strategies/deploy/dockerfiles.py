"""A Dockerfile runs `migrate`: `RUN`, `CMD` or `ENTRYPOINT`.

What it does: finds `migrate` in `RUN`, `CMD` and `ENTRYPOINT`. A script that the image starts is a
file of its own, and seen to there.

Why it breaks: a database that has not adopted refuses `migrate`.

What is edited: nothing.

What is reported: the command to run before it. In the shell form it goes before the call with `&&`;
the exec form (`CMD ["python", "manage.py", "migrate"]`) holds one command and has no shell, so a
script or `sh -c` has to run both.
"""

from __future__ import annotations

from transformer.codemod.rules import Example, Rule
from transformer.findings import Level
from transformer.strategies.deploy.scripts import Dockerfile

_COMMAND = {"strategy": "command"}

rule = Rule(
    __name__,
    "US252",
    "migrate-in-dockerfile",
    Level.TODO,
    link="https://docs.docker.com/reference/dockerfile/#shell-and-exec-form",
    examples=(
        Example(
            """\
            FROM python:3.12
            RUN pip install -r requirements.txt && \\
                # the database of the image
                python manage.py migrate --noinput
            """,
            path="Dockerfile",
            reports=("US252",),
            options=_COMMAND,
        ),
        Example(
            'CMD ["python", "manage.py", "migrate"]\n',
            path="Dockerfile.migrate",
            reports=("US252",),
            options=_COMMAND,
        ),
        Example(
            "# RUN python manage.py migrate\nCOPY migrate.sh manage.py /app/\n"
            "CMD python manage.py adopt_users && python manage.py migrate && exec gunicorn shop\n",
            path="Dockerfile",
            options=_COMMAND,
        ),
    ),
)


@rule.on(Dockerfile)
def migrate(file: Dockerfile) -> None:
    for call in file.unserved:
        file.tell(rule, call)
