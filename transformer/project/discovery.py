"""From a path to a :class:`Project`, by reading only."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath
from posixpath import basename

from transformer.errors import Refused, UsageError
from transformer.project.apps import find_apps
from transformer.project.django_version import find_django, stated_version
from transformer.project.files import git_root, list_files
from transformer.project.locate import Location, folder_of, locate
from transformer.project.model import Project, SettingsModule
from transformer.project.packages import environment_of, find_environment
from transformer.project.settings_modules import evaluate_project, settings_entries, summarise
from transformer.project.source_roots import declared_roots, path_edits
from transformer.settings import Sources


def discover(
    path: Path,
    *,
    settings: Sequence[str] = (),
    django: str | None = None,
    python: Path | None = None,
    exclude: Iterable[str] = (),
) -> Project:
    """The Django project at, around or below ``path``; nothing of it is imported or run.

    ``settings`` are the modules that ``--settings`` names: they choose the project where there are
    several, and are its only entries. The root is the top level of the git repository where that
    holds one Django project, so that deploy files and apps beside it are seen; where it holds
    several, the root is the folder of the chosen ``manage.py``, or the one that also holds the
    folders which it puts on ``sys.path``. Outside git, ``path`` itself stands for the repository,
    or the highest folder with a ``manage.py`` above it.

    Raises UsageError for a path that does not exist, Refused where there is no Django project, or
    several and nothing says which.
    """
    if not path.exists():
        raise UsageError(
            f"There is no file or folder {path}.", "Give one that is part of a Django project."
        )
    start = path.resolve() if path.is_dir() else path.resolve().parent
    top = git_root(start)
    base = top or _without_git(start)
    files = list_files(base, top is not None, exclude)
    location = locate(base, start, files, settings)
    project = _located(base, location, files, top)
    project = replace(project, source_roots=_source_roots(project, settings))
    project = _with_settings(project, settings)
    version = stated_version(django) if django else None
    folders = [project.root, *(project.root / root for root in project.source_roots), start]
    environment = environment_of(python) if python else find_environment(dict.fromkeys(folders))
    found = find_django(project.files, project.read, environment)
    site_packages = environment.site_packages if environment else ()
    return replace(project, django=version or found, environment=site_packages)


def files_only(path: Path, *, exclude: Iterable[str] = ()) -> Project:
    """The files at ``path`` as a project without settings: what a checker can look at anywhere.

    Raises UsageError for a path that does not exist.
    """
    if not path.exists():
        raise UsageError(f"There is no {path}.", "Give a file or a folder.")
    start = path.resolve() if path.is_dir() else path.resolve().parent
    top = git_root(start)
    root = top or start
    return Project(
        root=root,
        name=root.name,
        manage=None,
        settings=(),
        django=None,
        apps=(),
        files=list_files(root, top is not None, exclude),
        git_root=top,
    )


def _without_git(start: Path) -> Path:
    """The folder of the ``manage.py`` above (or at) the start; the start where there is none."""
    for folder in (start, *start.parents):
        if (folder / "manage.py").is_file():
            return folder
    return start


def _located(base: Path, location: Location, files: tuple[str, ...], top: Path | None) -> Project:
    prefix = f"{location.root}/" if location.root else ""
    chosen = folder_of(location.manage) if location.manage else ""
    nested = tuple(
        f"{other}/"
        for other in location.others
        if other and not PurePosixPath(chosen).is_relative_to(other)
    )
    kept = (p for p in files if p.startswith(prefix) and not p.startswith(nested))
    root = base / location.root
    return Project(
        root=root,
        name=root.name,
        manage=location.manage and location.manage.removeprefix(prefix),
        settings=(),
        django=None,
        apps=(),
        files=tuple(path.removeprefix(prefix) for path in kept),
        git_root=top,
        others=tuple(
            other.removeprefix(prefix).rstrip("/") for other in nested if other.startswith(prefix)
        ),
    )


def _source_roots(project: Project, settings: Sequence[str]) -> tuple[str, ...]:
    """``manage.py``'s folder first, then what it adds to ``sys.path``, then declared folders."""
    sources = Sources({}, frozenset(project.files), project.read)
    roots: list[str] = []
    if project.manage:
        roots.append(folder_of(project.manage))
        roots += path_edits(sources, project.manage)
    starters = [p for p in project.files if basename(p) in ("wsgi.py", "asgi.py")]
    for path in starters:
        roots += path_edits(sources, path)
    roots += declared_roots(sources)
    known = [root for root in roots if root == "" or _is_folder(project, root)]
    for module in _unresolved(project, known, settings):
        known += _roots_of(project, module)
    return tuple(dict.fromkeys(known)) or ("",)


def _is_folder(project: Project, folder: str) -> bool:
    return any(path.startswith(f"{folder}/") for path in project.files)


def _unresolved(project: Project, roots: list[str], settings: Sequence[str]) -> list[str]:
    """Settings modules that are named but stand in no known source folder."""
    tried = replace(project, source_roots=tuple(dict.fromkeys(roots)))
    named = settings or settings_entries(tried)
    resolved = any(name.partition(":")[0] in tried.modules for name in named)
    return [] if resolved else [name.partition(":")[0] for name in named]


def _roots_of(project: Project, module: str) -> list[str]:
    """The folders below which the files spell the module's name."""
    stem = module.replace(".", "/")
    found = []
    for path in project.files:
        for ending in (f"{stem}.py", f"{stem}/__init__.py"):
            if path == ending or path.endswith(f"/{ending}"):
                found.append(path.removesuffix(ending).rstrip("/"))
    return found


def _with_settings(project: Project, wanted: Sequence[str]) -> Project:
    evaluated = evaluate_project(project, wanted)
    if wanted and not evaluated:
        raise Refused(
            f"No file of {project.name} is the settings module {', '.join(wanted)}.",
            "Name a module as DJANGO_SETTINGS_MODULE would.",
        )
    if not evaluated:
        raise Refused(
            f"There are no settings in {project.name}: no module sets INSTALLED_APPS.",
            "Name the settings module with --settings MODULE.",
        )
    modules: tuple[SettingsModule, ...] = tuple(summarise(one) for one in evaluated)
    project = replace(project, settings=modules)
    installed = [app for module in modules for app in module.installed_apps or ()]
    project = replace(project, source_roots=_with_app_roots(project, installed))
    sources = Sources(project.modules, frozenset(project.files), project.read)
    apps = find_apps(installed, project.modules, project.packages, sources.parse)
    return replace(project, apps=apps)


def _with_app_roots(project: Project, installed: Iterable[str]) -> tuple[str, ...]:
    """The source roots and those of apps that stand outside them, where only one folder fits."""
    roots = list(project.source_roots)
    for entry in installed:
        if "." in entry or entry in project.packages:
            continue
        found = {
            path[: -len(f"{entry}/{marker}")].rstrip("/")
            for path in project.files
            for marker in ("apps.py", "models.py", "models/__init__.py")
            if path.endswith(f"/{entry}/{marker}")
        }
        found = {root for root in found if f"{root}/__init__.py" not in project.files}
        if len(found) == 1:
            roots += found
    return tuple(dict.fromkeys(roots))
