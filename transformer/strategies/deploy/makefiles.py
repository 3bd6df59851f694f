"""A target of a Makefile, or a recipe of a justfile, runs `migrate`.

What it does: finds `migrate` in the recipes of Makefiles and justfiles.

Why it breaks: a database that has not adopted refuses `migrate`.

What is edited: with `--deploy` a call that is a line of its own gets the command as a line above,
with the same `@` or `-`: the first line that fails ends the recipe.

What is reported: the command to run before it.
"""

from __future__ import annotations

import re

from transformer.codemod.rules import Example, Rule
from transformer.findings import Level
from transformer.strategies.deploy.scripts import Makefile

_DEPLOY = {"strategy": "command", "deploy": True}

rule = Rule(
    __name__,
    "US253",
    "migrate-in-makefile",
    Level.TODO,
    link="https://www.gnu.org/software/make/manual/html_node/Recipes.html",
    examples=(
        Example(
            "PYTHON ?= python\nup:\n\t@$(PYTHON) manage.py migrate $(ARGS)\n\t@echo done\n",
            "PYTHON ?= python\nup:\n\t@$(PYTHON) manage.py adopt_users\n"
            "\t@$(PYTHON) manage.py migrate $(ARGS)\n\t@echo done\n",
            path="Makefile",
            options=_DEPLOY,
        ),
        Example(
            'manage := "uv run manage.py"\n\nmigrate *args:\n    {{ manage }} migrate {{ args }}\n',
            'manage := "uv run manage.py"\n\nmigrate *args:\n    {{ manage }} adopt_users\n'
            "    {{ manage }} migrate {{ args }}\n",
            path="justfile",
            options=_DEPLOY,
        ),
        Example(
            "up:\n\t@test -f db.sqlite3 || python manage.py migrate\n",
            path="Makefile",
            reports=("US253",),
            options=_DEPLOY,
        ),
        Example(
            "migrate:\n\t@echo manage.py migrate\n\talembic migrate\n.PHONY: migrate\n",
            path="Makefile",
            options=_DEPLOY,
        ),
    ),
)


_HEAD = re.compile(rb"[ \t]+[@+-]*[ \t]*")


@rule.on(Makefile)
def migrate(file: Makefile) -> None:
    for call in file.unserved:
        file.tell(rule, call, file.line_above(call, _HEAD))
