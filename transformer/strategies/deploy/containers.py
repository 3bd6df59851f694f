"""A container's command is `migrate`: Compose, Kubernetes, Helm.

What it does: finds containers whose command is `migrate`: `command: python manage.py migrate` of a
service, `command: ["python", "manage.py", "migrate"]` of a container.

Why it breaks: a database that has not adopted refuses `migrate`.

What is edited: nothing.

What is reported: the command to run before it. A container holds one command that no shell reads:
put the adoption into a service or container that runs before, or have `sh -c` run both.
"""

from __future__ import annotations

from transformer.codemod.rules import Example, Rule
from transformer.findings import Level
from transformer.strategies.deploy.scripts import Containers

_COMMAND = {"strategy": "command"}

rule = Rule(
    __name__,
    "US256",
    "migrate-in-container",
    Level.TODO,
    link="https://docs.docker.com/reference/compose-file/services/#command",
    examples=(
        Example(
            """\
            services:
              web:
                image: shop
                command: bash -c "python manage.py migrate && gunicorn config.wsgi"
            """,
            path="docker-compose.yml",
            reports=("US256",),
            options=_COMMAND,
        ),
        Example(
            """\
            containers:
              - name: migrate
                image: "{{ .Values.image }}"
                {{- if .Values.migrate }}
                command: ["python", "manage.py"]
                args: ["migrate", "--noinput"]
                {{- end }}
            """,
            path="chart/templates/job.yaml",
            reports=("US256",),
            options=_COMMAND,
        ),
        Example(
            "services:\n  web:\n    image: shop\n    command: gunicorn config.wsgi\n",
            path="docker-compose.yml",
            options=_COMMAND,
        ),
    ),
)


@rule.on(Containers)
def migrate(file: Containers) -> None:
    for call in file.unserved:
        file.tell(rule, call)
