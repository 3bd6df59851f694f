"""A shell script runs `migrate`: entrypoints, deploy and release scripts.

What it does: finds `migrate` in shell scripts: entrypoints, deploy and release scripts, also in
strings that another shell reads (`bash -c`, `ssh`) and in here documents.

Why it breaks: with the strategy `command` a database adopts the user model by `manage.py
adopt_users`, and refuses `migrate` before that (`InconsistentMigrationHistory`). So every script
that migrates has to adopt first; the second time, and in a new database, `adopt_users` does
nothing.

What is edited: with `--deploy` a call that is a line of its own gets the command as a line above
it. Where it stands among other commands, or under a condition of its own, the script stays as it
is.

What is reported: the command to add, in the words of the call: the same program, wrapper, settings
and database.
"""

from __future__ import annotations

import re

from transformer.codemod.rules import Example, Rule
from transformer.findings import Level
from transformer.strategies.deploy.scripts import ShellScript

_DEPLOY = {"strategy": "command", "deploy": True}

rule = Rule(
    __name__,
    "US251",
    "migrate-in-shell-script",
    Level.TODO,
    link="https://docs.djangoproject.com/en/stable/howto/deployment/checklist/",
    examples=(
        Example(
            """\
            #!/bin/sh
            set -e
            if [ "$MIGRATE" = 1 ]; then
                python manage.py migrate --noinput --settings=config.prod
            fi
            exec "$@"
            """,
            """\
            #!/bin/sh
            set -e
            if [ "$MIGRATE" = 1 ]; then
                python manage.py adopt_users --settings=config.prod
                python manage.py migrate --noinput --settings=config.prod
            fi
            exec "$@"
            """,
            path="entrypoint.sh",
            options=_DEPLOY,
        ),
        Example(
            """\
            MANAGE="docker compose run --rm web python manage.py"
            $MANAGE makemigrations
            $MANAGE migrate
            """,
            """\
            MANAGE="docker compose run --rm web python manage.py"
            $MANAGE adopt_users
            $MANAGE makemigrations
            $MANAGE migrate
            """,
            path="update.sh",
            title="makemigrations compares the history, too",
            options=_DEPLOY,
        ),
        Example(
            'ssh $HOST "cd app; docker compose exec -T web python manage.py migrate"\n',
            path="deploy.sh",
            reports=("US251",),
            options=_DEPLOY,
        ),
        Example(
            "for s in $(list); do\n  python manage.py migrate_schemas -s $s\ndone\n",
            path="tenants.sh",
            reports=("US251",),
            options=_DEPLOY,
        ),
        Example(
            """\
            # python manage.py migrate
            echo "Now run: python manage.py migrate"
            python manage.py makemigrations --check --dry-run
            python manage.py migrate --plan
            python manage.py adopt_users
            python manage.py collectstatic
            python manage.py migrate
            alembic migrate
            """,
            path="x.sh",
            title="a comment, words, what only looks, and a call that is served",
            options=_DEPLOY,
        ),
    ),
)


_HEAD = re.compile(rb"[ \t]*")


@rule.on(ShellScript)
def migrate(file: ShellScript) -> None:
    for call in file.unserved:
        file.tell(rule, call, file.line_above(call, _HEAD))
