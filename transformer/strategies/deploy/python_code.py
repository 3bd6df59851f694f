"""Python runs `migrate`: `call_command`, `subprocess`, fabric, invoke, nox.

A statement that only makes the call is repeated before itself with `adopt_users` when `--deploy` is
given; a string that a shell reads is edited inside. Tests are left alone, for their databases are
new, and a new database has nothing to adopt.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import accumulate

from transformer.codemod.rules import Example, Rule
from transformer.findings import Level
from transformer.strategies.deploy.calls import Programs
from transformer.strategies.deploy.python_calls import Source, calls_of
from transformer.strategies.deploy.shell import Block, Call
from transformer.strategies.deploy.unit import Unit

_DEPLOY = {"strategy": "command", "deploy": True}

rule = Rule(
    __name__,
    "US259",
    "migrate-in-python",
    Level.TODO,
    link="https://docs.djangoproject.com/en/stable/ref/django-admin/#running-management-commands-from-your-code",
    examples=(
        Example(
            """\
            from django.core.management import call_command


            def handle(database):
                if database:
                    call_command("migrate", interactive=False, database=database)
            """,
            """\
            from django.core.management import call_command


            def handle(database):
                if database:
                    call_command("adopt_users", database=[database])
                    call_command("migrate", interactive=False, database=database)
            """,
            path="blog/management/commands/set_up.py",
            options=_DEPLOY,
        ),
        Example(
            "import subprocess, sys\n\n"
            "subprocess.run([sys.executable, 'manage.py', 'migrate', '--noinput'], check=True)\n",
            "import subprocess, sys\n\n"
            "subprocess.run([sys.executable, 'manage.py', 'adopt_users'], check=True)\n"
            "subprocess.run([sys.executable, 'manage.py', 'migrate', '--noinput'], check=True)\n",
            path="scripts/release.py",
            options=_DEPLOY,
        ),
        Example(
            """\
            from fabric import task


            @task
            def deploy(c):
                with c.cd("/srv/app"):
                    c.run(f"{c.venv}/bin/python manage.py migrate --noinput", pty=True)
            """,
            """\
            from fabric import task


            @task
            def deploy(c):
                with c.cd("/srv/app"):
                    c.run(f"{c.venv}/bin/python manage.py adopt_users && \
{c.venv}/bin/python manage.py migrate --noinput", pty=True)
            """,
            path="fabfile.py",
            options=_DEPLOY,
        ),
        Example(
            "import subprocess\n\n"
            "done = subprocess.run(['python', 'manage.py', 'migrate'], capture_output=True)\n",
            path="scripts/release.py",
            reports=("US259",),
            options=_DEPLOY,
        ),
        Example(
            "from django.core.management import call_command\n\n"
            "call_command('migrate', plan=True)\ncall_command('collectstatic')\n"
            "print('Run python manage.py migrate')\n",
            path="scripts/release.py",
            options=_DEPLOY,
        ),
        Example(
            "from django.core.management import call_command\n\n"
            "def test_it():\n    call_command('migrate', 'blog', '0001')\n",
            path="blog/tests/test_migrations.py",
            options=_DEPLOY,
        ),
    ),
)

_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def units(content: bytes, module: ast.Module, programs: Programs) -> Iterator[Unit]:
    starts = accumulate((len(line) for line in content.splitlines(keepends=True)), initial=0)
    source = Source(content, tuple(starts), programs)
    scopes: list[list[ast.stmt]] = [module.body]
    scopes += [node.body for node in ast.walk(module) if isinstance(node, _SCOPES)]
    for body in scopes:
        yield list(_body(body, source, ()))


def _body(body: list[ast.stmt], source: Source, block: Block) -> Iterator[Call]:
    for statement in body:
        if isinstance(statement, _SCOPES):
            continue
        inner = [
            part
            for name in ("body", "orelse", "finalbody")
            for part in [getattr(statement, name, None)]
            if part
        ]
        handlers = getattr(statement, "handlers", [])
        for part in [*inner, *(handler.body for handler in handlers)]:
            yield from _body(part, source, (*block, source.span(part[0])[0]))
        if not inner:
            for node in ast.walk(statement):
                if isinstance(node, ast.Call):
                    yield from calls_of(node, statement, source, block)
