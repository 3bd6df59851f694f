"""Python runs `migrate`: `call_command`, `subprocess`, fabric, invoke, nox.

What it does: finds Python that runs `migrate`. Tests are left alone, for their databases are new,
and a new database has nothing to adopt.

Why it breaks: a database that has not adopted refuses `migrate`.

What is edited: nothing.

What is reported: the call to make before it, in the words of the file.
"""

from __future__ import annotations

from transformer.codemod.rules import Example, Rule
from transformer.findings import Level
from transformer.strategies.deploy.scripts import PythonScript

_COMMAND = {"strategy": "command"}

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
            path="blog/management/commands/set_up.py",
            reports=("US259",),
            options=_COMMAND,
        ),
        Example(
            "import subprocess, sys\n\n"
            "subprocess.run([sys.executable, 'manage.py', 'migrate', '--noinput'], check=True)\n",
            path="scripts/release.py",
            reports=("US259",),
            options=_COMMAND,
        ),
        Example(
            "from django.core.management import call_command\n\n"
            "call_command('migrate', plan=True)\ncall_command('collectstatic')\n"
            "print('Run python manage.py migrate')\n"
            "call_command('adopt_users')\ncall_command('migrate')\n",
            path="scripts/release.py",
            options=_COMMAND,
        ),
        Example(
            "from django.core.management import call_command\n\n"
            "def test_it():\n    call_command('migrate', 'blog', '0001')\n",
            path="blog/tests/test_migrations.py",
            options=_COMMAND,
        ),
    ),
)


@rule.on(PythonScript)
def migrate(file: PythonScript) -> None:
    for call in file.unserved:
        file.tell(rule, call)
