"""What the caller chose, resolved for a project: where the users app goes, which passes run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from transformer.codemod.passes import Pass
from transformer.errors import ErrorCode, Refused
from transformer.options import Options
from transformer.project import Project
from transformer.project.app_choice import choose_app, existing_app, has_adopted, is_reserved
from transformer.project.apps import installed_label
from transformer.project.django_series import NEWEST, OLDEST
from transformer.project.own_user_model import (
    begun_user_model,
    begun_without_setting,
    named_user_model,
)
from transformer.strategies.generated_app import (
    is_finalized,
    is_first_release,
    standing_strategy,
    users_app,
)
from transformer.tree import Tree

# What the first release changes; every other pass would use a model that is not there yet.
_FIRST_RELEASE = ("settings", "users-app")


@dataclass(frozen=True)
class ResolvedOptions:
    """``options`` name an app that is free or that stands already."""

    options: Options
    passes: tuple[Pass, ...]


def resolve_options(
    project: Project,
    options: Options,
    app: str | None,
    passes: Sequence[Pass],
    folder: str | None = None,
) -> ResolvedOptions:
    """Resolve the label that was asked for (None for the default, ``auto`` for the first free).

    ``folder`` is where the app was asked for, by a path instead of a dotted name.

    Raises Refused where the project's Django is older than any that is known, where the label is
    taken or, with the strategy ``graft``, where there is no such app; UsageError for a label that
    Python cannot have.
    """
    if project.django and project.series < OLDEST.series:
        raise Refused(
            f"{project.name} runs on Django {project.django.version} ({project.django.source}); "
            f"usershift knows {OLDEST} to {NEWEST}.",
            "Upgrade Django first, or say with --django VERSION what it really runs on.",
            code=ErrorCode.DJANGO_UNSUPPORTED,
        )
    begun = begun_user_model(project)
    if begun is None and options.strategy == "graft":
        options = _grafted(project, options, app)
    else:
        choice = choose_app(project, app, folder)
        options = replace(
            options, app=choice.app, app_module=choice.app_module, app_path=choice.app_path
        )
        if begun is None:
            options = replace(options, strategy=_standing(project, options))
        elif options.strategy == "graft":
            options = replace(options, strategy="bridge")
    if is_first_release(project.files, options):
        options = replace(options, swaps=False)
        passes = [each for each in passes if each.name in _FIRST_RELEASE]
    return ResolvedOptions(options, tuple(passes))


def resolve_for_lint(
    project: Project, options: Options, label: str | None, passes: Sequence[Pass]
) -> ResolvedOptions:
    """Resolve for a checker: where a user model stands, its label, and nothing of an adoption.

    Raises what :func:`resolve_options` does where none stands.
    """
    named = named_user_model(project)
    if existing_app(project) is not None or label is not None or named is None:
        if label is None and (begun := begun_without_setting(project)) is not None:
            label = begun.app.label
            options = replace(
                options, app=label, app_module=begun.app.module, app_path=begun.app.path
            )
            return ResolvedOptions(options, tuple(passes))
        return resolve_options(project, options, label or "auto", passes)
    label = named.partition(".")[0]
    entries = [entry for apps in project.installed_apps for entry in apps]
    installed = [e for e in entries if installed_label(e, project.environment) == label]
    own = next((app for app in project.apps if app.label == label), None)
    module = own.module if own else next(iter(installed), label)
    path = own.path if own else module.replace(".", "/")
    options = replace(options, app=label, app_module=module, app_path=path)
    return ResolvedOptions(options, tuple(each for each in passes if each.name != "deploy"))


def resolve_existing(project: Project, options: Options, label: str | None) -> Options:
    """The app that a migration has made already, for the commands that come after it.

    Raises Refused where there is none.
    """
    if label in (None, "auto"):
        app = existing_app(project)
    else:
        app = next((app for app in project.apps if label in (app.label, app.module)), None)
    if app is None:
        raise Refused(
            f"{project.name} has no users app that usershift has made.",
            "Name it with --app NAME, or run `usershift migrate` first.",
            code=ErrorCode.NOT_MIGRATED,
        )
    if is_reserved(project, app):
        raise Refused(
            f"The app {app.label} is only reserved: the first of the two releases has no user "
            "model yet.",
            "Run `usershift migrate --strategy two-step` for the second one, and deploy it first.",
            code=ErrorCode.NOT_MIGRATED,
        )
    if not has_adopted(project, app):
        raise Refused(
            f"The app {app.label} holds no user model that usershift has made.",
            "Name the app that does with --app NAME, or run `usershift migrate` first.",
            code=ErrorCode.NOT_MIGRATED,
        )
    return replace(options, app=app.label, app_module=app.module, app_path=app.path)


def _standing(project: Project, options: Options) -> str:
    """The strategy of the app that stands already: every report says what will really happen."""
    tree = Tree(project.root, project.files, project.contents)
    app = users_app(project, options)
    if is_finalized(app, tree, options):
        return options.strategy
    return standing_strategy(app, tree, options)


def _grafted(project: Project, options: Options, label: str | None) -> Options:
    apps = {app.label: app for app in project.apps}
    label = next((app.label for app in project.apps if app.module == label), label)
    if label not in apps:
        named = f"no app {label!r}" if label else "no app named"
        labels = ", ".join(sorted(apps)) or "none"
        raise Refused(
            f"The strategy graft extends an app of the project, and there is {named}.",
            f"Name one with --app; the project has: {labels}.",
            code=ErrorCode.GRAFT_REFUSED,
        )
    app = apps[label]
    return replace(options, app=app.label, app_module=app.module, app_path=app.path)
