"""A file of another kind runs `migrate`: Jenkins, Terraform, Windows, TOML, Vagrant …

What it does: finds `migrate` in files of other kinds, where no rule knows how the line is run.

Why it breaks: a database that has not adopted refuses `migrate`.

What is edited: nothing.

What is reported: the command to run before it, in the words of the call.
"""

from __future__ import annotations

from transformer.codemod.rules import Example, Rule
from transformer.findings import Level
from transformer.strategies.deploy.scripts import OtherScript

_COMMAND = {"strategy": "command"}

rule = Rule(
    __name__,
    "US260",
    "migrate-elsewhere",
    Level.TODO,
    link="https://docs.djangoproject.com/en/stable/ref/django-admin/#migrate",
    examples=(
        Example(
            "pipeline { stage('db') { sh 'python manage.py migrate --noinput' } }\n",
            path="Jenkinsfile",
            reports=("US260",),
            options=_COMMAND,
        ),
        Example(
            'command = [\n  "python",\n  "manage.py",\n  "migrate",\n]\n',
            path="infra/task.tf",
            reports=("US260",),
            options=_COMMAND,
        ),
        Example(
            "// sh 'python manage.py migrate'\nsh './deploy.sh'\n",
            path="Jenkinsfile",
            options=_COMMAND,
        ),
        Example(
            "python manage.py migrate\n",
            path="deploy.bat",
            title="strategy bridge",
            reports=("US262",),
        ),
    ),
)


@rule.on(OtherScript)
def migrate(file: OtherScript) -> None:
    for call in file.unserved:
        file.tell(rule, call)
