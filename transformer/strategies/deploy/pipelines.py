"""A pipeline or a manifest runs `migrate`: GitHub, GitLab, CircleCI, `package.json`, `app.json` …

What it does: finds `migrate` in the scripts of pipelines and manifests. A job whose database is new
each time needs nothing.

Why it breaks: a database that has not adopted refuses `migrate`.

What is edited: nothing.

What is reported: the command to run before it. It goes before the call as an item of its own in a
list, as a line of its own in a block, and with `&&` in a single line.
"""

from __future__ import annotations

from transformer.codemod.rules import Example, Rule
from transformer.findings import Level
from transformer.strategies.deploy.scripts import Pipeline

_COMMAND = {"strategy": "command"}

rule = Rule(
    __name__,
    "US255",
    "migrate-in-pipeline",
    Level.TODO,
    link="https://docs.gitlab.com/ci/yaml/#script",
    examples=(
        Example(
            """\
            jobs:
              deploy:
                steps:
                  - name: deploy
                    run: |
                      cd app
                      python manage.py migrate
            """,
            path=".github/workflows/ci.yml",
            reports=("US255",),
            options=_COMMAND,
        ),
        Example(
            '{"scripts": {"postdeploy": "python manage.py migrate && python manage.py seed"}}\n',
            path="app.json",
            reports=("US255",),
            options=_COMMAND,
        ),
        Example(
            "steps:\n  - name: manage.py migrate\n    # run: manage.py migrate\n    run: make up\n",
            path=".github/workflows/ci.yml",
            options=_COMMAND,
        ),
        Example(
            """\
            deploy:
              script:
                - "python manage.py adopt_users --settings=${SETTINGS}"
                - "python manage.py migrate --settings=${SETTINGS}"
            """,
            path=".gitlab-ci.yml",
            options=_COMMAND,
        ),
    ),
)


@rule.on(Pipeline)
def migrate(file: Pipeline) -> None:
    for call in file.unserved:
        file.tell(rule, call)
