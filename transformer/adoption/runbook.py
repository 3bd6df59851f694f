"""The runbook of one project: what people do, in which order, and how they go back."""

from __future__ import annotations

import re

from transformer.migrate import Migration
from transformer.passes.users_app.app import NEWEST
from transformer.passes.users_app.render import UsersApp, environment
from transformer.rules import all_rules

ADOPT = re.compile(r"/migrations/(\d+_adopt_content_type)\.py$")


def runbook(migration: Migration) -> str:
    """Markdown, written for what the migration made of its project."""
    project, options, tree = migration.project, migration.options, migration.tree
    series = project.django.series if project.django else NEWEST
    app = UsersApp(options.app, options.app_module, series, options.strategy)
    previous = _previous(migration) or app.first
    routers = any(
        b"DATABASE_ROUTERS" in tree.read(settings.path)
        for settings in project.settings
        if settings.path in tree
    )
    template = environment().get_template("runbook.md.jinja")
    return template.render(
        project=project.name,
        label=app.label,
        strategy=app.strategy,
        django=".".join(map(str, series)),
        auth_leaf=app.auth_leaf,
        first=app.first,
        previous=previous,
        routers=routers,
        calls=_deploying(migration),
    )


def _deploying(migration: Migration) -> list[tuple[str, int]]:
    """Path and line of every place that migrates a database, as the pass ``deploy`` found them."""
    codes = {rule.code for rule in all_rules().values() if rule.pass_name == "deploy"}
    layers = migration.tree.layers
    edited = {(e.path, e.line) for layer in layers for e in layer.edits if e.rule in codes}
    found = {(f.path, f.line) for f in migration.findings if f.path and f.code in codes}
    return sorted(edited | found)


def _previous(migration: Migration) -> str | None:
    """The migration of the users app before the one that moves the content type."""
    tree, options = migration.tree, migration.options
    for path in tree:
        if path.startswith(options.app_path + "/") and ADOPT.search(path):
            text = tree.read(path).decode("utf-8", "replace")
            found = re.search(rf"""\(["']{options.app}["'],\s*["'](\w+)["']\)""", text)
            return found[1] if found else None
    return None
