"""What a project is, as ``usershift assess`` shows it above what the passes would do."""

from __future__ import annotations

from dataclasses import dataclass, replace

from transformer.pipeline import Migration
from transformer.project import Project, SettingsModule
from transformer.project.own_user_model import begun_user_model, is_older_than_its_users
from transformer.strategies.generated_app import is_finalized, users_app
from transformer.strategies.rename_table.rename import keeps_the_old_name
from transformer.tree import Tree

_WIDTH = 96


@dataclass(frozen=True)
class Assessment:
    """The facts of one project and the way that fits it.

    ``app_module`` and ``app_path`` are those of the users app; ``variants`` the settings modules
    that something runs the project with; ``why`` says in half a sentence why the strategy fits.
    ``standing`` is how far the code is: ``auth-user``, ``switched``, ``finalized``,
    ``renamed``, or ``own`` where the user model has a table that usershift did not give it.
    App and strategy are empty where the project was refused.
    """

    root: str
    manage: str
    django: str
    engines: tuple[str, ...]
    apps: tuple[str, ...]
    variants: tuple[SettingsModule, ...]
    app_module: str = ""
    app_path: str = ""
    strategy: str = ""
    why: str = ""
    standing: str = ""


def assess(migration: Migration) -> Assessment:
    """The facts of a project, and how the passes of a migration found it."""
    options = migration.options
    return replace(
        facts(migration.project),
        app_module=options.app_module,
        app_path=options.app_path,
        strategy=options.strategy,
        why=_why(migration),
        standing=_standing(migration),
    )


def facts(project: Project) -> Assessment:
    """What is known of a project before anything is chosen for it."""
    found = project.django
    engines = dict.fromkeys(e for s in project.settings for e in s.engines)
    return Assessment(
        root=str(project.root),
        manage=project.manage or "none",
        django=f"{found.version}, from {found.source}" if found else "unknown: give --django",
        engines=tuple(engines),
        apps=tuple(app.label for app in project.apps),
        variants=project.settings,
    )


def verdict(migration: Migration) -> str:
    """Whether it can go ahead, in a sentence."""
    if migration.blockers:
        return "Blocked: solve the blockers first."
    said = "Nothing to do: the project is as it should be."
    if migration.changes:
        said = "Ready to migrate."
    if f"{migration.options.app_path}/adoption.py" in migration.project.files:
        said += " `usershift finalize` is still open: run it once every database has run `migrate`."
    return said


def _standing(migration: Migration) -> str:
    project, options = migration.project, migration.options
    named = {(one.auth_user_model or "auth.User").lower() for one in project.settings}
    if named != {options.user_model.lower()}:
        return "auth-user"
    before = Tree(project.root, project.files, project.contents)
    if not keeps_the_old_name(before, options):
        ours = f"{options.app_path}/migrations/"
        renamed = any(f.startswith(ours) and f.endswith("_rename_table.py") for f in project.files)
        return "renamed" if renamed else "own"
    return "finalized" if is_finalized(users_app(project, options), before, options) else "switched"


def _why(migration: Migration) -> str:
    project, options = migration.project, migration.options
    begun = begun_user_model(project)
    if begun is not None:
        older = is_older_than_its_users(project, begun)
        return "" if older else "once the user model that stands already is in auth_user"
    before = Tree(project.root, project.files, project.contents)
    app = users_app(project, options)
    if is_finalized(app, before, options):
        return "every database has adopted, and `usershift finalize` was run"
    first = f"{options.app_path}/migrations/{app.first}.py"
    if options.strategy == "command" and first in before:
        return f"{first} stands already, so that each database runs adopt_users before migrate"
    if options.strategy == "two-step" and first in before:
        return "the release before this one has reserved the app"
    if options.strategy != "bridge":
        return "as asked for"
    if any("django_tenants" in apps for apps in project.installed_apps):
        return "migrate_schemas adopts each schema as it migrates it"
    return "a plain migrate is all that any database needs"


def render(assessment: Assessment) -> str:
    """The facts as lines of text, short enough for one screen."""
    rows = [
        ("project", assessment.root),
        ("manage.py", assessment.manage),
        ("Django", assessment.django),
        ("databases", ", ".join(assessment.engines) or "not known from the settings"),
        ("apps", _listed(assessment.apps)),
        *(("settings", _variant(one)) for one in assessment.variants[:6]),
    ]
    if len(assessment.variants) > 6:
        rows.append(("", f"and {len(assessment.variants) - 6} more settings modules"))
    if assessment.strategy:
        rows += [
            ("users app", f"{assessment.app_module} in {assessment.app_path}/"),
            ("strategy", f"{assessment.strategy}: {assessment.why}".removesuffix(": ")),
        ]
    return "".join(f"{name:<10} {text}\n" for name, text in rows)


def _listed(names: tuple[str, ...]) -> str:
    """The names, as many as fit on a line."""
    text = f"{len(names)}"
    for index, name in enumerate(names):
        longer = f"{text}{', ' if index else ': '}{name}"
        if len(longer) > _WIDTH - 11:
            return f"{text}, …"
        text = longer
    return text


def _variant(one: SettingsModule) -> str:
    number = f"{len(one.installed_apps)} apps" if one.installed_apps else "apps not known"
    model = f", AUTH_USER_MODEL {one.auth_user_model}" if one.auth_user_model else ""
    return f"{one.module} ({number}{model})"
