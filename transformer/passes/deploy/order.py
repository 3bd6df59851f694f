"""``adopt_users`` runs before ``migrate``, on every database, wherever the repository deploys.

Only the strategy ``command`` asks for it. With ``--deploy``, a command that a shell runs gets the
other in front: ``python manage.py adopt_users && python manage.py migrate``. Every other call is
reported, with what to put before it. Under the other strategies nothing is to be done, and that is
said once.
"""

from __future__ import annotations

from collections.abc import Iterator

from transformer.edits import Rewrite, Splice
from transformer.findings import Finding, Level
from transformer.options import Options
from transformer.passes import Outcome
from transformer.passes.deploy.calls import Call, calls
from transformer.rules import Example, Rule
from transformer.tree import Tree

COMMAND = {"strategy": "command"}
DEPLOYED = {"strategy": "command", "deploy": True}

rule = Rule(
    "US240",
    "deploy-order",
    Level.TODO,
    examples=(
        Example(
            path="deploy.sh",
            before="set -e\npython manage.py migrate --noinput --database=users\n",
            after="set -e\npython manage.py adopt_users --database=users && "
            "python manage.py migrate --noinput --database=users\n",
            options=DEPLOYED,
        ),
        Example(
            title="a Dockerfile that calls a shell",
            path="Dockerfile",
            before="FROM python:3\nCMD ./manage.py migrate && gunicorn site.wsgi\n",
            after="FROM python:3\nCMD ./manage.py adopt_users && ./manage.py migrate && "
            "gunicorn site.wsgi\n",
            options=DEPLOYED,
        ),
        Example(
            title="Heroku's release",
            path="Procfile",
            before="web: gunicorn site.wsgi\nrelease: python manage.py migrate\n",
            after="web: gunicorn site.wsgi\n"
            "release: python manage.py adopt_users && python manage.py migrate\n",
            options=DEPLOYED,
        ),
        Example(
            title="a container's command in parts",
            path="compose.yaml",
            before='services:\n  migrate:\n    command: ["python", "manage.py", "migrate"]\n',
            reports=("US240",),
            options=DEPLOYED,
        ),
        Example(
            title="not asked to edit",
            path="deploy.sh",
            before="python manage.py migrate\n",
            reports=("US240",),
            options=COMMAND,
        ),
        Example(
            title="the order is right",
            path="deploy.sh",
            before="python manage.py adopt_users\npython manage.py migrate\n",
            options=DEPLOYED,
        ),
        Example(
            title="no call",
            path="deploy.sh",
            before="# python manage.py migrate\npython manage.py makemigrations --check\n",
            options=DEPLOYED,
        ),
    ),
)


def put_in_order(tree: Tree, options: Options) -> Iterator[Outcome]:
    found = list(calls(tree))
    if options.strategy != "command":
        if found:
            yield none_needed(found[0], options)
        return
    splices: dict[str, list[Splice]] = {}
    for call in found:
        if options.deploy and call.start is not None:
            before = Splice(call.start, call.start, call.adopt + b" && ", rule.code)
            splices.setdefault(call.path, []).append(before)
        else:
            yield report(call)
    for path, ours in splices.items():
        yield Rewrite(path, tuple(ours))


def report(call: Call) -> Finding:
    command = (call.adopt or b"python manage.py adopt_users").decode("utf-8", "replace")
    by_itself = " `--deploy` puts it in." if call.start is not None else ""
    return Finding(
        rule.code,
        Level.TODO,
        call.path,
        call.line,
        call.column,
        "This calls `migrate`, and databases must adopt the user model before.",
        f"Run `{command}` first.{by_itself}",
    )


def none_needed(first: Call, options: Options) -> Finding:
    return Finding(
        rule.code,
        Level.NOTE,
        first.path,
        first.line,
        first.column,
        f"With the strategy {options.strategy}, `migrate` is all that a database needs.",
        "No script that deploys has to change.",
    )
