"""The files of the generated users app, from the templates that mirror it."""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import dataclass, replace
from functools import cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from transformer.options import Options
from transformer.project import Project
from transformer.project.django_series import nearest_series
from transformer.resources import template_folders
from transformer.tree import Tree

SUFFIX = ".jinja"
FIRST, ADOPT = "migrations/0001_initial.py", "migrations/0002_adopt_content_type.py"


@dataclass(frozen=True)
class UsersApp:
    """What the templates need to know.

    ``label`` is the app's label, ``module`` its dotted package, ``series`` the project's Django,
    such as ``(4, 2)``, and ``pk`` the class of the primary key of ``auth_user``. A ``reserved``
    app is the first release of the strategy ``two-step``; one that is not ``adopting`` is what
    ``finalize`` leaves. ``first``, ``previous`` and ``adopt`` name the migration that creates the
    model, the one that moves its content type, and the one before that. ``forms`` are the forms
    of ``django.contrib.auth.forms`` to derive. The model is ``swappable`` where some settings have
    another one for tests.
    """

    label: str
    module: str
    series: tuple[int, int]
    strategy: str = "bridge"
    pk: str = "AutoField"
    adopting: bool = True
    reserved: bool = False
    first: str = "0001_initial"
    adopt: str = "0002_adopt_content_type"
    previous: str = "0001_initial"
    forms: tuple[str, ...] = ()
    swappable: bool = False

    @property
    def config_class(self) -> str:
        return "".join(part.title() for part in self.label.split("_")) + "Config"

    @property
    def auth_leaf(self) -> str:
        """The last migration of ``django.contrib.auth`` that every release of the series has."""
        return nearest_series(self.series).auth_leaf

    def files(self) -> tuple[str, ...]:
        """The paths, relative to the app's folder."""
        files = ["__init__.py", "apps.py", "models.py"]
        files += ["migrations/__init__.py", f"migrations/{self.first}.py"]
        if self.reserved:
            return tuple(files)
        files.append(f"migrations/{self.adopt}.py")
        if self.adopting:
            files.append("adoption.py")
        if self.adopting and self.strategy == "command":
            files += ["management/__init__.py", "management/commands/__init__.py"]
            files.append("management/commands/adopt_users.py")
        return tuple(files)


def users_app(project: Project, options: Options) -> UsersApp:
    """The users app of a project, as it was asked for."""
    app = UsersApp(options.app, options.app_module, project.series, options.strategy)
    return replace(app, swappable=bool(project.differing))


def describe(project: Project, tree: Tree, options: Options) -> UsersApp:
    """The app as it is to be, given what stands of it already."""
    app = users_app(project, options)
    strategy = standing_strategy(app, tree, options)
    return replace(app, strategy=strategy, adopting=not is_finalized(app, tree, options))


def standing_strategy(app: UsersApp, tree: Tree, options: Options) -> str:
    """What stands decides, whatever strategy this run was asked for."""
    folder = options.app_path
    first = f"{folder}/migrations/{app.first}.py"
    if first not in tree:
        return app.strategy
    if b"AuthOperation" in tree.read(first):
        return "bridge"
    if f"{folder}/migrations/{app.adopt}.py" in tree:
        command = f"{folder}/management/commands/adopt_users.py"
        return "command" if command in tree else "two-step"
    # A first migration that somebody has made by hand is no bridge.
    return "command" if app.strategy == "bridge" else app.strategy


def is_finalized(app: UsersApp, tree: Tree, options: Options) -> bool:
    adopt = f"{options.app_path}/migrations/{app.adopt}.py"
    return adopt in tree and b"adoption" not in tree.read(adopt)


def is_first_release(files: Container[str], options: Options) -> bool:
    """Whether a run only reserves the app: no first migration stands among the ``files``."""
    first = f"{options.app_path}/migrations/{UsersApp.first}.py"
    return options.strategy == "two-step" and first not in files


def render(app: UsersApp, files: Iterable[str] | None = None) -> dict[str, bytes]:
    """Path relative to the app's folder -> content, for all files of the app or those named."""
    return {path: _render(path, app) for path in (app.files() if files is None else files)}


def _render(path: str, app: UsersApp) -> bytes:
    # Grafted migrations have names of their own.
    source = {f"migrations/{app.first}.py": FIRST, f"migrations/{app.adopt}.py": ADOPT}
    django = nearest_series(app.series)
    text = (
        environment()
        .get_template(f"users_app/{source.get(path, path)}{SUFFIX}")
        .render(
            app=app,
            label=app.label,
            module=app.module,
            series=app.series,
            pk=app.pk,
            config_class=app.config_class,
            auth_leaf=app.auth_leaf,
            first=app.first,
            adopt=app.adopt,
            previous=app.previous,
            forms=app.forms,
            swappable=app.swappable,
            table="auth_user",
            bridge=app.strategy == "bridge" and app.adopting,
            command=app.strategy == "command" and app.adopting,
            graft=app.strategy == "graft",
            adopting=app.adopting and not app.reserved,
            reserved=app.reserved,
            first_name_length=django.first_name_length,
            group="group" if django.lower_case_models else "Group",
            permission="permission" if django.lower_case_models else "Permission",
        )
    )
    return text.encode()


@cache
def environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(template_folders()),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,
    )
