"""No deploy script has to change.

What it does: says that no deploy script has to change, where the strategy is not `command`.

Why it breaks: nothing breaks. With `bridge` and `graft` a plain `migrate` is all that any database
needs, so whatever runs it today goes on as it is. With `two-step` the order is one of releases, not
of commands.

What is edited: nothing.

What is reported: one `note` for the project.
"""

from __future__ import annotations

from transformer.codemod.codebase import Codebase
from transformer.codemod.rules import Example, Rule
from transformer.findings import Level

rule = Rule(
    __name__,
    "US262",
    "plain-migrate",
    Level.NOTE,
    link="https://docs.djangoproject.com/en/stable/howto/deployment/checklist/",
    examples=(
        Example("python manage.py migrate\n", path="deploy.sh", reports=("US262",)),
        Example(
            "python manage.py migrate\n",
            path="deploy.sh",
            reports=("US262",),
            options={"strategy": "two-step"},
        ),
        Example(
            "python manage.py adopt_users\npython manage.py migrate\n",
            path="deploy.sh",
            options={"strategy": "command"},
        ),
    ),
)


@rule.on(Codebase)
def plain_migrate(codebase: Codebase) -> None:
    strategy = codebase.facts.strategy
    if strategy == "two-step":
        codebase.report(
            rule,
            "",
            "Both releases need only the `migrate` that your deploy runs already, but their order "
            "matters: Django refuses the second where the first has not run `migrate`.",
            "Deploy the first release to every database before the second goes out.",
        )
    elif strategy != "command":
        codebase.report(
            rule,
            "",
            f"No deploy script has to change: with strategy {strategy} the `migrate` that your "
            "deploy runs already is all that any database needs.",
        )
