"""What the caller chose, resolved for a project: where the users app goes, which passes run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from transformer.codemod.passes import Pass
from transformer.errors import Refused
from transformer.options import Options
from transformer.project import Project
from transformer.project.app_choice import choose_app, existing_app, has_adopted, is_reserved
from transformer.project.django_series import NEWEST, OLDEST
from transformer.strategies.generated_app import is_first_release

# What the first release changes; every other pass would use a model that is not there yet.
_FIRST_RELEASE = ("settings", "users-app")


@dataclass(frozen=True)
class ResolvedOptions:
    """``options`` name an app that is free or that stands already."""

    options: Options
    passes: tuple[Pass, ...]


def resolve_options(
    project: Project, options: Options, app: str | None, passes: Sequence[Pass]
) -> ResolvedOptions:
    """Resolve the label that was asked for (None for the default, ``auto`` for the first free).

    Raises Refused where the project's Django is older than any that is known, where the label is
    taken or, with the strategy ``graft``, where there is no such app; UsageError for a label that
    Python cannot have.
    """
    if project.django and project.series < OLDEST.series:
        raise Refused(
            f"{project.name} runs on Django {project.django.version} ({project.django.source}); "
            f"usershift knows {OLDEST} to {NEWEST}.",
            "Upgrade Django first, or say with --django VERSION what it really runs on.",
        )
    if options.strategy == "graft":
        options = _grafted(project, options, app)
    else:
        choice = choose_app(project, app)
        options = replace(
            options, app=choice.app, app_module=choice.app_module, app_path=choice.app_path
        )
    if is_first_release(project.files, options):
        options = replace(options, swaps=False)
        passes = [each for each in passes if each.name in _FIRST_RELEASE]
    return ResolvedOptions(options, tuple(passes))


def resolve_existing(project: Project, options: Options, label: str | None) -> Options:
    """The app that a migration has made already, for the commands that come after it.

    Raises Refused where there is none.
    """
    if label in (None, "auto"):
        app = existing_app(project)
    else:
        app = next((app for app in project.apps if app.label == label), None)
    if app is None:
        raise Refused(
            f"{project.name} has no users app that usershift has made.",
            "Name it with --app NAME, or run `usershift migrate` first.",
        )
    if is_reserved(project, app):
        raise Refused(
            f"The app {app.label} is only reserved: the first of the two releases has no user "
            "model yet.",
            "Run `usershift migrate --strategy two-step` for the second one, and deploy it first.",
        )
    if not has_adopted(project, app):
        raise Refused(
            f"The app {app.label} holds no user model that usershift has made.",
            "Name the app that does with --app NAME, or run `usershift migrate` first.",
        )
    return replace(options, app=app.label, app_module=app.module, app_path=app.path)


def _grafted(project: Project, options: Options, label: str | None) -> Options:
    apps = {app.label: app for app in project.apps}
    if label not in apps:
        named = f"no app {label!r}" if label else "no app named"
        labels = ", ".join(sorted(apps)) or "none"
        raise Refused(
            f"The strategy graft extends an app of the project, and there is {named}.",
            f"Name one with --app; the project has: {labels}.",
        )
    app = apps[label]
    return replace(options, app=app.label, app_module=app.module, app_path=app.path)
