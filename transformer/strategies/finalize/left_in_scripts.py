"""A script still calls `adopt_users`, the command that goes with the adoption.

What it does: finds the calls of `adopt_users` in scripts and in Python when `usershift finalize`
takes the command out of the users app.

Why it breaks: the script ends with `Unknown command: 'adopt_users'`, before it comes to `migrate`.

What is edited: nothing.

What is reported: each call, to be taken out in the release that finalizes.
"""

from __future__ import annotations

from transformer.codemod.codebase import Codebase
from transformer.codemod.rules import Example, Rule
from transformer.findings import Level
from transformer.strategies.deploy import adopting
from transformer.strategies.generated_app import UsersApp, render

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


# While the command is still there: the rule beside this one takes it out.
@rule.on(Codebase, priority=1)
def calls_left(codebase: Codebase) -> None:
    project, tree, options = codebase.project, codebase.tree, codebase.options
    if f"{options.app_path}/{COMMAND}" not in tree:
        return
    for path, line in adopting(project, tree, options):
        codebase.report(
            rule,
            path,
            "This calls `adopt_users`, which is there no longer.",
            "Take the call out in this release: `migrate` alone is enough now.",
            line=line,
            column=1,
        )
