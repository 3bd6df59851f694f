"""The runbook of one project: what people do, in which order, and how they go back."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from transformer.findings import Finding, Level
from transformer.pipeline import Migration
from transformer.registry import all_rules
from transformer.strategies.backups import Database, databases
from transformer.strategies.deploy import migrating
from transformer.strategies.users_app.render import environment, users_app

ADOPT = re.compile(r"/migrations/(\d+_adopt_content_type)\.py$")
_MAX_PLACES = 8


@dataclass(frozen=True)
class Task:
    """What is left to do by hand, with the places as ``path:line``."""

    code: str
    text: str
    places: tuple[str, ...]
    more: int


@dataclass(frozen=True)
class MigrateCall:
    """A call of ``migrate``; ``open`` where ``adopt_users`` is still to be put before it."""

    path: str
    line: int
    open: bool


def runbook(migration: Migration) -> str:
    """Markdown, written for what the migration made of its project."""
    project, options, tree = migration.project, migration.options, migration.tree
    app = users_app(project, options)
    saved = databases(project, tree.read)
    changed = [change for change in migration.changes if change.status != "added"]
    return (
        environment()
        .get_template("runbook.md.jinja")
        .render(
            project=project.name,
            manage=f"python {project.manage or 'manage.py'}",
            label=app.label,
            folder=options.app_path,
            strategy=app.strategy,
            reserving=not options.swaps,
            django=".".join(map(str, app.series)),
            auth_leaf=app.auth_leaf,
            first=app.first,
            previous=_previous(migration) or app.first,
            routers=any(
                b"DATABASE_ROUTERS" in tree.read(settings.path)
                for settings in project.settings
                if settings.path in tree
            ),
            settings=[settings.module for settings in project.settings],
            admin=_installs(migration, "django.contrib.admin"),
            changed=len(changed),
            added=len(migration.changes) - len(changed),
            databases=saved,
            aliases=_others(saved),
            mariadb=any(each.vendor == "mysql" for each in saved),
            calls=_calls(migration),
            tasks=_tasks(migration.findings),
            reviews=sum(f.level is Level.REVIEW for f in migration.findings),
        )
    )


def _others(saved: Sequence[Database]) -> list[str]:
    return [alias for alias in dict.fromkeys(d.alias for d in saved) if alias != "default"]


def _installs(migration: Migration, app: str) -> bool:
    """Whether some settings install it, or may."""
    return any(
        settings.installed_apps is None or app in settings.installed_apps
        for settings in migration.project.settings
    )


def _calls(migration: Migration) -> list[MigrateCall]:
    """Every place that migrates a database, as the files stand after the migration."""
    codes = {rule.code for rule in all_rules().values() if rule.pass_name == "deploy"}
    todo = [f for f in migration.findings if f.code in codes and f.level is Level.TODO]
    told = {(f.path, f.line) for f in todo}
    found = migrating(migration.project, migration.tree, migration.options)
    return [
        MigrateCall(path, line, (path, line) in told) for path, line in sorted(set(found) | told)
    ]


def _tasks(findings: Sequence[Finding]) -> list[Task]:
    """The findings that ask for work by hand, the same words once."""
    groups: dict[tuple[str, str], list[str]] = defaultdict(list)
    for finding in findings:
        if finding.level is Level.TODO:
            # Code that is to be added is shown by the report; here it is named.
            remedy = finding.remedy.partition("\n")[0]
            text = f"{finding.message} {remedy}".strip()
            place = f"{finding.path}:{finding.line}" if finding.line else finding.path
            groups[finding.code, text].append(place)
    return [
        Task(
            code, text, tuple(filter(None, places[:_MAX_PLACES])), max(0, len(places) - _MAX_PLACES)
        )
        for (code, text), places in sorted(groups.items())
    ]


def _previous(migration: Migration) -> str | None:
    """The migration of the users app before the one that moves the content type."""
    tree, options = migration.tree, migration.options
    for path in tree:
        if path.startswith(options.app_path + "/") and ADOPT.search(path):
            text = tree.read(path).decode("utf-8", "replace")
            found = re.search(rf"""\(["']{options.app}["'],\s*["'](\w+)["']\)""", text)
            return found[1] if found else None
    return None
