"""From a path to a :class:`Project`, by reading only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath
from posixpath import basename

from transformer.contents import Contents
from transformer.errors import ErrorCode, Refused, UsageError
from transformer.formats.python.syntax import parse
from transformer.project.apps import find_apps
from transformer.project.django_version import find_django, stated_version
from transformer.project.entries import Mention, all_mentions
from transformer.project.files import git_root, ignored_python, list_files
from transformer.project.left_out import find_left_out
from transformer.project.locate import Location, folder_of, locate
from transformer.project.model import Project
from transformer.project.packages import environment_of, find_environment
from transformer.project.settings_modules import (
    evaluate_beside,
    evaluate_entries,
    settings_entries,
    summarise,
    with_another_model,
)
from transformer.project.source_roots import declared_roots, path_edits
from transformer.settings import Evaluation, Sources

NEWLINE = b"\n"


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
            f"There is no file or folder {path}.",
            "Give one that is part of a Django project.",
            code=ErrorCode.NO_SUCH_PATH,
        )
    start = path.resolve() if path.is_dir() else path.resolve().parent
    top = git_root(start)
    base = top or _without_git(start)
    listed = list_files(base, top is not None, exclude)
    location = locate(base, start, listed, settings)
    files, others = _own_files(listed, location)
    contents = Contents(base / location.root)
    name, manage = contents.root.name, location.manage and _below(location.root, location.manage)
    ordered = sorted(files, key=lambda path: (path != manage, path))
    mentions = list(all_mentions(ordered, contents.read))
    sources = Sources(files, contents.read)
    sources = replace(sources, source_roots=_source_roots(sources, manage, mentions, settings))
    mentioned = settings_entries(mentions, manage, sources.modules)
    evaluated = _settings(sources, settings, mentioned, name)
    modules = tuple(map(summarise, evaluated))
    beside = evaluate_beside(sources, evaluated, mentioned) if settings else []
    unchosen = tuple(map(summarise, beside))
    differing = tuple(with_another_model((*modules, *unchosen)))
    installed = [a for module in (*modules, *differing) for a in module.installed_apps or ()]
    sources = replace(sources, source_roots=_with_app_roots(sources, installed))
    roots = sources.source_roots
    folders = [contents.root, *(contents.root / root for root in roots), start]
    environment = environment_of(python) if python else find_environment(dict.fromkeys(folders))
    version = stated_version(django) if django else None
    apps = find_apps(installed, sources.modules, sources.packages, sources.parse)
    unlisted = ignored_python(contents.root, [app.path for app in apps if app.path], files, exclude)
    foreign = tuple(f"{other}/" for other in others)
    left = find_left_out(contents.root, top, files, exclude)
    return Project(
        contents=contents,
        name=name,
        manage=manage,
        settings=tuple(one for one in modules if one not in differing),
        django=version or find_django(files, contents.read, environment),
        apps=apps,
        files=files,
        source_roots=roots,
        git_root=top,
        environment=environment.site_packages if environment else (),
        others=others,
        ignored=tuple(path for path in unlisted if not path.startswith(foreign)),
        unchosen=tuple(one for one in unchosen if one not in differing),
        differing=differing,
        left_out=tuple(each for each in left if not f"{each.path}/".startswith(foreign)),
    )


def files_only(path: Path, *, exclude: Iterable[str] = ()) -> Project:
    """The files at ``path`` as a project without settings: what a checker can look at anywhere.

    Raises UsageError for a path that does not exist.
    """
    if not path.exists():
        raise UsageError(
            f"There is no {path}.", "Give a file or a folder.", code=ErrorCode.NO_SUCH_PATH
        )
    start = path.resolve() if path.is_dir() else path.resolve().parent
    top = git_root(start)
    root = top or start
    return Project(
        contents=Contents(root),
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


def _below(root: str, path: str) -> str:
    """A path relative to a folder that it is in."""
    return path.removeprefix(f"{root}/") if root else path


def _own_files(
    files: tuple[str, ...], location: Location
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The files of the located project, and the folders of others below it."""
    prefix = f"{location.root}/" if location.root else ""
    chosen = folder_of(location.manage) if location.manage else ""
    nested = tuple(
        f"{other}/"
        for other in location.others
        if other and not PurePosixPath(chosen).is_relative_to(other)
    )
    kept = (p for p in files if p.startswith(prefix) and not p.startswith(nested))
    others = (o.removeprefix(prefix).rstrip("/") for o in nested if o.startswith(prefix))
    return tuple(path.removeprefix(prefix) for path in kept), tuple(others)


def _source_roots(
    sources: Sources, manage: str | None, mentions: Sequence[Mention], settings: Sequence[str]
) -> tuple[str, ...]:
    """``manage.py``'s folder first, then what it adds to ``sys.path``, then declared folders."""
    files = sources.files
    roots: list[str] = []
    if manage:
        roots.append(folder_of(manage))
        roots += path_edits(sources, manage)
    starters = [path for path in files if basename(path) in ("wsgi.py", "asgi.py")]
    for path in starters:
        roots += path_edits(sources, path)
    roots += declared_roots(sources)
    known = [root for root in roots if root == "" or _is_folder(files, root)]
    # Settings modules that are named but stand in no known source folder.
    modules = replace(sources, source_roots=tuple(dict.fromkeys(known))).modules
    entries = settings or settings_entries(mentions, manage, modules)
    named = [name.partition(":")[0] for name in entries]
    if not any(name in modules for name in named):
        for name in named:
            known += _roots_of(files, name)
    for folder in {path.rpartition("/")[0] for path in map(modules.get, named) if path}:
        for path in sources.by_folder[folder]:
            known += [root for root in path_edits(sources, path) if _is_folder(files, root)]
    return tuple(dict.fromkeys(known)) or ("",)


def _is_folder(files: Iterable[str], folder: str) -> bool:
    return any(path.startswith(f"{folder}/") for path in files)


def _roots_of(files: Iterable[str], module: str) -> list[str]:
    """The folders below which the files spell the module's name."""
    stem = module.replace(".", "/")
    found = []
    for path in files:
        for ending in (f"{stem}.py", f"{stem}/__init__.py"):
            if path == ending or path.endswith(f"/{ending}"):
                found.append(path.removesuffix(ending).rstrip("/"))
    return found


def _settings(
    sources: Sources, wanted: Sequence[str], mentioned: Sequence[str], name: str
) -> list[Evaluation]:
    """Raises Refused where the project has no settings, or not those that were asked for."""
    evaluated = evaluate_entries(sources, wanted, mentioned)
    if not evaluated:
        _refuse_unread(sources, wanted or mentioned)
    if wanted and not evaluated:
        raise Refused(
            f"No file of {name} is the settings module {', '.join(wanted)}.",
            "Name a module as DJANGO_SETTINGS_MODULE would.",
            code=ErrorCode.SETTINGS_NOT_FOUND,
        )
    if not evaluated:
        raise Refused(
            f"There are no settings in {name}: no module sets INSTALLED_APPS.",
            "Name the settings module with --settings MODULE.",
            code=ErrorCode.SETTINGS_NOT_FOUND,
        )
    return evaluated


def _refuse_unread(sources: Sources, entries: Iterable[str]) -> None:
    """Raises Refused for a settings module that is there and cannot be read, or not followed."""
    for entry in entries:
        path = sources.modules.get(entry.partition(":")[0])
        if path is None:
            continue
        content = sources.read(path)
        try:
            parse(content)
        except (SyntaxError, ValueError, RecursionError) as error:
            line = getattr(error, "lineno", None)
            place = f"{path}, line {line}" if line else path
            raise Refused(
                f"The settings module {entry} cannot be parsed: {place}: "
                f"{getattr(error, 'msg', None) or error}.",
                "Fix it, or run usershift on a Python that can read it.",
                code=ErrorCode.SETTINGS_UNREADABLE,
            ) from error
        if (at := content.find(b"INSTALLED_APPS")) >= 0:
            raise Refused(
                f"{path}, line {content.count(NEWLINE, 0, at) + 1}: INSTALLED_APPS is set here in "
                "a way that cannot be followed without running it, so these settings cannot be "
                "edited.",
                "Assign it in the module itself, or in a class of django-configurations.",
                code=ErrorCode.SETTINGS_UNREADABLE,
            )


def _with_app_roots(sources: Sources, installed: Iterable[str]) -> tuple[str, ...]:
    """The source roots and those of apps that stand outside them, where only one folder fits."""
    roots, files = list(sources.source_roots), set(sources.files)
    holding: dict[str, set[str]] = defaultdict(set)
    for path in files:
        for marker in ("/apps.py", "/models.py", "/models/__init__.py"):
            if path.endswith(marker):
                root, _, app = path.removesuffix(marker).rpartition("/")
                if root and f"{root}/__init__.py" not in files:
                    holding[app].add(root)
    for entry in installed:
        if "." not in entry and entry not in sources.packages and len(holding[entry]) == 1:
            roots += holding[entry]
    return tuple(dict.fromkeys(roots))
