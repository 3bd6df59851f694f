"""Which label the users app gets, and where it stands."""

from __future__ import annotations

import keyword
import os
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from transformer.errors import ErrorCode, Refused, UsageError
from transformer.project.apps import installed_label
from transformer.project.library import shipped_packages
from transformer.project.model import App, Project
from transformer.project.own_user_model import (
    adopted_content_type,
    begun_user_model,
    begun_without_setting,
    steps_to_complete,
    user_class,
)

LABELS = ("users", "accounts", "people", "members")
"""What ``--app auto`` takes the first free of."""


@dataclass(frozen=True)
class AppChoice:
    """The label, dotted package and folder of the users app; the fields of ``Options``."""

    app: str
    app_module: str
    app_path: str


AFTER_AUTH = re.compile(rb"""\(\s*["']auth["']\s*,\s*["']\d""").search


def choose_app(
    project: Project, requested: str | None = None, folder: str | None = None
) -> AppChoice:
    """The users app: the one that stands already, else a free label where the apps are kept.

    ``requested`` is the label of ``--app`` or the dotted path of the app, whose last part is its
    label; ``auto`` for the first that is free, None for ``users``. ``folder`` is the app's, or one
    that stands already and takes it. Raises UsageError for a label that Python cannot have and for
    a path below no package of the project, Refused where the label is taken; its remedy names
    labels that would work.
    """
    made = existing_app(project)
    by_label = made is not None and requested in (None, "auto", made.label, made.module)
    if made is not None and by_label and _is_in(made.path, folder):
        return AppChoice(made.label, made.module, made.path)
    if (begun := begun_user_model(project)) is not None:
        # Nothing can be made beside it: the blocker of the settings says what is to be done.
        return AppChoice(begun.app.label, begun.app.module, begun.app.path)
    _refuse_begun(project, requested)
    if requested == "auto":
        for label in LABELS:
            choice = _place(project, label, folder)
            if not list(taken_by(project, label, choice)):
                return choice
        raise Refused(
            f"Each of the labels {', '.join(LABELS)} is taken.",
            "Name a free one with --app NAME.",
            code=ErrorCode.LABEL_TAKEN,
        )
    choice = _place(project, requested, folder)
    label = choice.app
    reasons = list(taken_by(project, label, choice))
    if reasons:
        free = [one for one in LABELS if not list(taken_by(project, one))]
        named = " or ".join(f"--app {one}" for one in free) or "--app NAME with a name of your own"
        raise Refused(
            f"The app label {label!r} is taken: {reasons[0]}.",
            f"Run again with {named}, or with --strategy graft to extend an app that has it.",
            code=ErrorCode.LABEL_TAKEN,
        )
    return choice


def within(project: Project, package: str, label: str) -> AppChoice:
    """An app in a package that the caller names. Raises UsageError where there is none."""
    for path, module in sorted(project.module_names.items()):
        folder = PurePosixPath(path).parent
        parts = module.split(".") if path.endswith("/__init__.py") else module.split(".")[:-1]
        while parts:
            if ".".join(parts) == package:
                return _joined(package, folder.as_posix(), label)
            folder, parts = folder.parent, parts[:-1]
    raise UsageError(
        f"--app {package}.{label}: the project has no package {package}.",
        "Name one that its modules are imported from, or make it first.",
    )


def _place(project: Project, requested: str | None, folder: str | None) -> AppChoice:
    """Where an app would stand, whether the label is free or not. Raises UsageError."""
    package, _, label = (requested or LABELS[0]).rpartition(".")
    choice = in_folder(project, requested, folder) if folder is not None else None
    label = choice.app if choice else label
    if not label.isidentifier() or keyword.iskeyword(label):
        raise UsageError(
            f"--app {label} is not a valid Python identifier.", "Give a name like `accounts`."
        )
    return choice or (within(project, package, label) if package else placed(project, label))


def in_folder(project: Project, requested: str | None, folder: str) -> AppChoice:
    """An app whose folder the caller names, or that stands in it where it is there already.

    Raises UsageError where nothing in it can be imported, or the label says something else.
    """
    path = PurePosixPath(folder.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts:
        raise UsageError(
            f"--app-path {folder} leads out of the project.", "Name a folder below its root."
        )
    label = (requested or LABELS[0]).rpartition(".")[2]
    stands = not path.parts or any(name.startswith(f"{path}/") for name in project.files)
    if (not stands and requested in (None, path.name)) or path.name == label:
        path, label = path.parent, path.name
    roots = [root for root in project.source_roots if _is_below(path, root)]
    root = max(roots, key=len, default=None)
    if root is None:
        raise UsageError(
            f"--app-path {folder}: nothing there is imported by the project.",
            "Name a folder below the one of manage.py.",
        )
    package = ".".join(path.relative_to(root or ".").parts)
    choice = _joined(package, "" if path == PurePosixPath() else path.as_posix(), label)
    if requested is not None and "." in requested and requested != choice.app_module:
        raise UsageError(
            f"--app {requested} is not in --app-path {folder}, which makes {choice.app_module}.",
            "Give one of the two.",
        )
    return choice


def _is_below(path: PurePosixPath, root: str) -> bool:
    return not root or path == PurePosixPath(root) or PurePosixPath(root) in path.parents


def _is_in(made: str, folder: str | None) -> bool:
    """Whether the app in ``made`` is the one of a folder, or stands right in it."""
    path = PurePosixPath(made)
    return folder is None or PurePosixPath(folder) in (path, path.parent)


def _refuse_begun(project: Project, requested: str | None) -> None:
    """Raises Refused where a class ``User`` stands that no settings name yet."""
    begun = begun_without_setting(project)
    if begun is not None and requested in (None, "auto", begun.app.label):
        raise Refused(
            f"{begun.path}, line {begun.line}: a user model has been begun here, in a table of "
            "its own.",
            f"To complete it: {steps_to_complete(project, begun)}",
            code=ErrorCode.BEGUN_BY_HAND,
        )


def existing_app(project: Project) -> App | None:
    """The app that usershift, or a person following the recipe, has made already."""
    installed = {app.path for app in project.apps}
    made = [
        App(path.rpartition("/")[2], module, path)
        for path, module in _packages(project)
        if path not in installed and f"{path}/models.py" in project.files
    ]
    for app in (*project.apps, *made):
        if has_adopted(project, app) or (app.path in installed and is_reserved(project, app)):
            return app
    return None


def has_adopted(project: Project, app: App) -> bool:
    """Whether an app has the user model.

    It has a ``User`` derived from ``AbstractUser`` that keeps the table ``auth_user``; or, whatever
    became of the model since, the migration that adopted the content type.
    """
    if adopted_content_type(project, app):
        return True
    made = user_class(project, app)
    return made is not None and made.keeps_the_table


def _packages(project: Project) -> Iterator[tuple[str, str]]:
    """Folder and dotted name of the packages that carry one of the usual labels."""
    for label in LABELS:
        for path, module in project.module_names.items():
            if path == f"{label}/__init__.py" or path.endswith(f"/{label}/__init__.py"):
                yield path.removesuffix("/__init__.py"), module


def is_reserved(project: Project, app: App) -> bool:
    """Whether this is the first of two releases: no model, and an empty ``0001_initial``.

    That comes after the migrations of auth.
    """
    first = f"{app.path}/migrations/0001_initial.py"
    models = [p for p in project.files if p.startswith(f"{app.path}/models")]
    if first not in project.files or any(b"class " in project.read(path) for path in models):
        return False
    migrations = [p for p in project.files if p.startswith(f"{app.path}/migrations/0")]
    content = project.read(first)
    return (
        migrations == [first] and b"operations = []" in content and AFTER_AUTH(content) is not None
    )


def taken_by(project: Project, label: str, choice: AppChoice | None = None) -> Iterator[str]:
    """Why a label cannot be used, each reason as half a sentence.

    ``choice`` is where the app would stand, if not where apps of the project do.
    """
    for app in project.apps:
        if app.label == label:
            yield f"the app {app.module} has it"
    for apps in project.installed_apps:
        for entry in apps:
            foreign = entry.partition(".")[0] not in project.packages
            if foreign and installed_label(entry, project.environment) == label:
                yield f"the installed package {entry} has it"
    choice = choice or placed(project, label)
    standing = [p for p in project.files if p.startswith(f"{choice.app_path}/")]
    if standing or _is_there(project.root / choice.app_path):
        yield f"the folder {choice.app_path} exists"
    if (project.root / f"{choice.app_path}.py").exists():
        yield f"{choice.app_path}.py exists"
    if "." not in choice.app_module:
        if label in sys.stdlib_module_names:
            yield f"Python has a module of its own called {label}"
        for folder in project.environment:
            if (folder / label).is_dir() or (folder / f"{label}.py").is_file():
                yield f"an installed package is called {label}"


def placed(project: Project, label: str) -> AppChoice:
    """Where a new app goes: among the project's own, imported as they are.

    The package that all apps share is where they are kept if some stand directly in it; else the
    package with the most of them. Without apps, the folder of ``manage.py``. The package of a
    library that the repository ships is none of them, nor is other people's code.
    """
    shipped = shipped_packages(project)
    parents = Counter(
        parent
        for app in project.apps
        if (parent := _parent(app)) is not None
        if app.module.partition(".")[0] not in shipped and not project.vendored_at(f"{app.path}/")
    )
    if not parents:
        return _joined("", project.source_roots[0], label)
    modules = [module.split(".") if module else [] for module, _ in parents]
    shared = ".".join(_common(modules))
    direct = {place: n for place, n in parents.items() if place[0] == shared}
    enough = sum(direct.values()) >= min(2, sum(parents.values()))
    candidates = direct if enough else dict(parents)
    module, folder = max(candidates, key=lambda place: (candidates[place], -len(place[0])))
    return _joined(module, folder, label)


def _parent(app: App) -> tuple[str, str] | None:
    """The package and folder that an app stands in; None where its folder has another name."""
    path = PurePosixPath(app.path)
    package, _, last = app.module.rpartition(".")
    if path.name != last:
        return None
    folder = str(path.parent)
    return package, "" if folder == "." else folder


def _common(modules: list[list[str]]) -> list[str]:
    shared = []
    for names in zip(*modules, strict=False):
        if len(set(names)) > 1:
            break
        shared.append(names[0])
    return shared


def _joined(module: str, folder: str, label: str) -> AppChoice:
    dotted = f"{module}.{label}" if module else label
    return AppChoice(label, dotted, f"{folder}/{label}" if folder else label)


def _is_there(path: Path) -> bool:
    """Whether something stands at a path that a person put there.

    A branch with the users app leaves folders of bytecode behind when another one is checked out.
    """
    if not path.is_dir() or path.is_symlink():
        return os.path.lexists(path)
    for here, folders, files in os.walk(path):
        folders[:] = [name for name in folders if name != "__pycache__"]
        links = any((Path(here) / name).is_symlink() for name in folders)
        if links or files:
            return True
    return False
