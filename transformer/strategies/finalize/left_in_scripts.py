"""A script still calls `adopt_users`, the command that goes with the adoption.

`usershift finalize` takes the command out of the users app. A script that calls it would end with
`Unknown command: 'adopt_users'`, before it comes to `migrate`.

Each call is said: take it out in the release that finalizes.
"""

from __future__ import annotations

from collections.abc import Iterator

from transformer.codemod.rules import Example, Rule
from transformer.findings import Finding, Level
from transformer.options import Options
from transformer.project import Project
from transformer.strategies.deploy import adopting
from transformer.strategies.users_app.render import UsersApp, render
from transformer.tree import Tree

COMMAND = "management/commands/adopt_users.py"
_APP = UsersApp("users", "users", (4, 2), "command")
_MADE = {f"users/{path}": content.decode() for path, content in render(_APP).items()}

rule = Rule(
    __name__,
    "US222",
    "adoption-called-by-script",
    Level.TODO,
    link="https://docs.djangoproject.com/en/stable/ref/django-admin/",
    examples=(
        Example(
            "release: python manage.py adopt_users && python manage.py migrate\n",
            path="Procfile",
            files=_MADE,
            reports=("US222",),
        ),
        Example(
            title="the command is gone already, or was never there",
            path="deploy.sh",
            before="python manage.py migrate\n",
            files=_MADE,
        ),
    ),
)


def findings(project: Project, tree: Tree, options: Options) -> Iterator[Finding]:
    if f"{options.app_path}/{COMMAND}" not in tree:
        return
    for path, line in adopting(project, tree, options):
        yield Finding(
            rule.code,
            rule.level,
            path,
            line,
            1,
            "This calls `adopt_users`, which is there no longer.",
            "Take the call out in this release: `migrate` alone is enough now.",
        )
