"""The runbook of one project: what people do, in which order, and how they go back."""

from __future__ import annotations

import re
import shlex
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from transformer.codemod.rules import rules_of_pass
from transformer.findings import Finding, Level
from transformer.options import Options
from transformer.printable import shown
from transformer.project import Project
from transformer.strategies import deploy
from transformer.strategies.backups import Database, databases
from transformer.strategies.generated_app import environment, users_app
from transformer.tree import FileChange, Tree

ADOPT = re.compile(r"/migrations/(\d+_adopt_content_type)\.py$")
_MAX_PLACES = 8
PREPARING = """\
# Runbook: {project} prepares for its own user model

Nothing changes for who runs it: this code means the same under `auth.User` and under `{model}`.

- [ ] Its tests pass.
- [ ] Merge and deploy it like any other change, on any day. No database needs anything, and the way
      back is the code as it was.

The switch is a change of its own: `usershift migrate` makes it later, with its own runbook.
"""


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


def runbook(
    project: Project,
    options: Options,
    tree: Tree,
    changes: Sequence[FileChange],
    findings: Sequence[Finding],
) -> str:
    """Markdown, written for what a migration made of its project."""
    if options.prepare:
        return PREPARING.format(project=shown(project.name), model=options.user_model)
    app = users_app(project, options)
    saved = databases(project, tree.read)
    changed = [change for change in changes if change.status != "added"]
    return (
        environment()
        .get_template("runbook.md.jinja")
        .render(
            project=shown(project.name),
            manage=f"python {_argument(project.manage or 'manage.py')}",
            label=app.label,
            module=app.module,
            folder=_code(options.app_path),
            strategy=app.strategy,
            reserving=not options.swaps,
            django=".".join(map(str, app.series)),
            auth_leaf=app.auth_leaf,
            first=app.first,
            previous=_previous(tree, options) or app.first,
            routers=any(
                b"DATABASE_ROUTERS" in tree.read(settings.path)
                for settings in project.settings
                if settings.path in tree
            ),
            settings=[_code(settings.module) for settings in project.settings],
            admin=project.installs("django.contrib.admin"),
            changed=len(changed),
            added=len(changes) - len(changed),
            databases=saved,
            aliases=[shlex.quote(shown(alias)) for alias in _others(saved)],
            mariadb=any(each.vendor == "mysql" for each in saved),
            calls=_calls(project, options, tree, findings),
            tasks=_tasks(findings),
            reviews=sum(f.level is Level.REVIEW for f in findings),
        )
    )


def _argument(path: str) -> str:
    """A path for a shell, which must not take it for an option or for anything else."""
    return shlex.quote(shown(f"./{path}" if path.startswith("-") else path))


def _code(name: str) -> str:
    """A name that stands between backquotes."""
    return shown(name).replace("`", "\\x60")


def _others(saved: Sequence[Database]) -> list[str]:
    return [alias for alias in dict.fromkeys(d.alias for d in saved) if alias != "default"]


def _calls(
    project: Project, options: Options, tree: Tree, findings: Sequence[Finding]
) -> list[MigrateCall]:
    """Every place that migrates a database, as the files stand after the migration."""
    codes = {rule.code for rule in rules_of_pass(deploy.__name__)}
    told = {(f.path, f.line) for f in findings if f.code in codes and f.level is Level.TODO}
    places = sorted({*deploy.migrating(project, tree, options), *told})
    return [MigrateCall(_code(path), line, (path, line) in told) for path, line in places]


def _tasks(findings: Sequence[Finding]) -> list[Task]:
    """The findings that ask for work by hand, the same words once."""
    groups: dict[tuple[str, str], list[str]] = defaultdict(list)
    for finding in findings:
        if finding.level is Level.TODO:
            # Code that is to be added is shown by the report; here it is named.
            remedy = finding.remedy.partition("\n")[0]
            text = shown(f"{finding.message} {remedy}".strip())
            path = _code(finding.path)
            place = f"{path}:{finding.line}" if finding.line else path
            groups[finding.code, text].append(place)
    return [
        Task(
            code, text, tuple(filter(None, places[:_MAX_PLACES])), max(0, len(places) - _MAX_PLACES)
        )
        for (code, text), places in sorted(groups.items())
    ]


def _previous(tree: Tree, options: Options) -> str | None:
    """The migration of the users app before the one that moves the content type."""
    for path in tree:
        if path.startswith(options.app_path + "/") and ADOPT.search(path):
            text = tree.read(path).decode("utf-8", "replace")
            found = re.search(rf"""\(["']{options.app}["'],\s*["'](\w+)["']\)""", text)
            return found[1] if found else None
    return None
