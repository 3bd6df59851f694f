"""A folder with a Django project of its own is left out.

What it does: names each folder that has a Django project of its own, with its `manage.py`: an
example beside a library, or one project per folder.

Why it breaks: one run migrates one project, because each has settings, databases and deploys of its
own. A project that installs the same apps still runs on Django's own user model afterwards, as far
as these apps ask for `settings.AUTH_USER_MODEL`.

What is edited: nothing of such a folder.

What is reported: each of them. Run usershift in that folder as well, if its database is to adopt
too.
"""

from __future__ import annotations

from transformer.codemod.codebase import Codebase
from transformer.codemod.rules import Rule
from transformer.findings import Level

rule = Rule(__name__, "US904", "other-project", Level.NOTE, neutral=True)


@rule.on(Codebase)
def other_projects(codebase: Codebase) -> None:
    for folder in codebase.project.others:
        codebase.report(
            rule,
            folder,
            "This is another Django project, with a manage.py of its own: its files were left out.",
            "Run usershift there as well, if its users are to move.",
        )
