"""A shell script runs `migrate`: entrypoints, deploy and release scripts.

With the strategy `command` a database adopts the user model by `manage.py adopt_users`, and
refuses `migrate` before that (`InconsistentMigrationHistory`). So every script that migrates has to
adopt first; the second time, and in a new database, `adopt_users` does nothing.

With `--deploy` the same call with `adopt_users` goes before it: on a line of its own where the
script ends at the first failure, into the list where it stands in one (`cd app && …`). Calls in
strings that another shell reads (`bash -c`, `ssh`) and in here documents are seen too. Where the
place is not certain (`… || migrate`, `if ! migrate`), and without `--deploy`, the line to add is
said.
"""

from __future__ import annotations

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
            "cd /srv/app && exec poetry run ./manage.py migrate --database people\n",
            "cd /srv/app && poetry run ./manage.py adopt_users --database people && "
            "exec poetry run ./manage.py migrate --database people\n",
            path="bin/release.sh",
            options=_DEPLOY,
        ),
        Example(
            "set -e\ncd app && python manage.py migrate\ngunicorn app\n",
            "set -e\ncd app && { python manage.py adopt_users; python manage.py migrate; }\n"
            "gunicorn app\n",
            path="start.sh",
            title="a failed adoption ends the script, as a failed migrate did",
            options=_DEPLOY,
        ),
        Example(
            'ssh $HOST "cd app; docker compose exec -T web python manage.py migrate"\n',
            'ssh $HOST "cd app; docker compose exec -T web python manage.py adopt_users; '
            'docker compose exec -T web python manage.py migrate"\n',
            path="deploy.sh",
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
            "python manage.py migrate --check || python manage.py migrate\n",
            path="start.sh",
            title="a condition before it",
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
            "python manage.py migrate\n",
            path="x.sh",
            reports=("US251",),
            options={"strategy": "command"},
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


def units(view: bytes, programs: Programs) -> Iterator[Unit]:
    yield calls(snippet(view, 0, len(view), lines=True), programs)
