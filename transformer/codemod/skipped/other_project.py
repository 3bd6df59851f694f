"""A folder with a Django project of its own is left out.

A repository can hold several projects, each with its ``manage.py``: an example beside a library, or
one project per folder. One run migrates one of them, because each has settings, databases and
deploys of its own. A project that installs the same apps still runs on Django's own user model
afterwards, as far as these apps ask for ``settings.AUTH_USER_MODEL``.

Treatment: run usershift in that folder as well, if its database is to adopt too.
"""

from __future__ import annotations

from collections.abc import Iterator

from transformer.codemod.rules import Rule
from transformer.findings import Finding, Level
from transformer.project import Project

rule = Rule(__name__, "US904", "other-project", Level.NOTE)


def other_projects(project: Project) -> Iterator[Finding]:
    """One finding per folder of another project."""
    for folder in project.others:
        yield Finding(
            rule.code,
            Level.NOTE,
            folder,
            0,
            0,
            "This is another Django project, with a manage.py of its own: its files were left out.",
            "Run usershift there as well, if its users are to move.",
        )
