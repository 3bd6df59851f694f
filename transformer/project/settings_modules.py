"""The settings modules of a project, each evaluated in every way that it can be run."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from transformer.project.entries import Mention
from transformer.project.model import Project, SettingsModule
from transformer.settings import Evaluation, Sources, evaluate_settings
from transformer.settings.sources import template_of
from transformer.settings.values import Constant, Table, Undefined, Value, alternatives

Read = Callable[[str], bytes]


def settings_entries(
    mentions: Iterable[Mention], manage: str | None, modules: Container[str]
) -> list[str]:
    """The modules among the mentions that are settings, each once; ``modules`` are the project's.

    What manage.py, whose path is ``manage``, names is one in any case.
    """
    found: dict[str, None] = {}
    for path, module in mentions:
        if path == manage or "settings" in module or module in modules:
            found.setdefault(module)
    return list(found)


def evaluate_entries(
    sources: Sources, wanted: Sequence[str], mentioned: Sequence[str]
) -> list[Evaluation]:
    """Every settings module that is an entry, evaluated; those without INSTALLED_APPS left out.

    Entries are the ``wanted`` modules (``--settings``), else those that are ``mentioned``, the
    modules beside them that hold settings too, and templates of them.
    """
    named, beside = _entry_files(sources, wanted, mentioned)
    return _evaluated(sources, named, beside)


def evaluate_beside(
    sources: Sources, chosen: Iterable[Evaluation], mentioned: Sequence[str]
) -> list[Evaluation]:
    """The entries that ``--settings`` does not name, and that read a file of the ``chosen``."""
    paths = {one.path for one in chosen}
    shared = {path for one in chosen for path in one.read}
    named, beside = _entry_files(sources, (), mentioned)
    evaluated = _evaluated(sources, named, beside)
    return [one for one in evaluated if one.path not in paths and shared.intersection(one.read)]


def _evaluated(sources: Sources, named: dict[str, str], beside: dict[str, str]) -> list[Evaluation]:
    evaluated = [
        one
        for path, module in (named | beside).items()
        for one in evaluate_settings(sources, module, path)
        if one.sequences("INSTALLED_APPS")
    ]
    return [
        one
        for one in evaluated
        if one.path in named
        or not any(one.path in other.read for other in evaluated if other.path != one.path)
    ]


def with_another_model(modules: Sequence[SettingsModule]) -> list[SettingsModule]:
    """Those with a user model that is neither Django's nor that of the first: for tests, say."""
    first = (modules[0].auth_user_model or "auth.User").lower() if modules else ""
    return [
        one
        for one in modules
        if (one.auth_user_model or "auth.User").lower() not in ("auth.user", first)
    ]


def reevaluate(project: Project, read: Read, *, unchosen: bool = False) -> list[Evaluation]:
    """The project's settings modules once more, with the files as ``read`` gives them.

    With ``unchosen`` those as well that ``--settings`` does not name.
    """
    sources = replace(project.sources, read=read)
    wanted = (*project.settings, *(project.unchosen if unchosen else ()))
    modules = {one.path: one.python_module for one in wanted}
    names = {one.module for one in wanted}
    return [
        one
        for path, module in modules.items()
        for one in evaluate_settings(sources, module, path)
        if one.name in names
    ]


def _entry_files(
    sources: Sources, wanted: Sequence[str], mentioned: Sequence[str]
) -> tuple[dict[str, str], dict[str, str]]:
    """Path -> module of what is named, and of what stands beside it.

    A module beside the named ones is an entry only if no entry reads it (``base.py`` is none).
    """
    named = [name.partition(":")[0] for name in wanted] or mentioned
    entries: dict[str, str] = {}
    for name in named:
        if path := sources.modules.get(name):
            if _may_be_settings(path):
                entries[path] = name
        else:
            entries |= dict.fromkeys(sources.templates(name), name)
    beside: dict[str, str] = {}
    if wanted:
        return entries, beside
    if not entries:
        beside = _by_content(sources)
    for path, name in (entries | beside).items():
        beside |= _siblings(sources, path, name, entries | beside)
    return entries, beside


def _may_be_settings(path: str) -> bool:
    """Whether the file is one of settings, and not a script that only starts Django."""
    return PurePosixPath(path).name not in ("manage.py", "wsgi.py", "asgi.py", "urls.py")


def _by_content(sources: Sources) -> dict[str, str]:
    """Where nothing names the settings: the files that set INSTALLED_APPS."""
    found = {}
    for name, path in sources.modules.items():
        if "settings" in path and b"INSTALLED_APPS" in sources.read(path):
            found[path] = name
    return found


def _siblings(sources: Sources, path: str, name: str, known: dict[str, str]) -> dict[str, str]:
    """The other settings modules of the same package, and templates beside them."""
    folder = path.rpartition("/")[0]
    package = name.rpartition(".")[0]
    if path.endswith("__init__.py"):
        package = name
    holds_settings = "settings" in package.rpartition(".")[2] or _is_settings_folder(
        sources, folder
    )
    found = {}
    for other in sources.by_folder.get(folder, ()):
        pure = PurePosixPath(other)
        if other in known or ".py" not in pure.name:
            continue
        related = holds_settings or "settings" in pure.name
        if related and _sets_apps(sources, other):
            stem = template_of(other) or pure.stem
            if pure.name != "__init__.py":
                found[other] = f"{package}.{stem}" if package else stem
    return found


def _is_settings_folder(sources: Sources, folder: str) -> bool:
    """Whether several modules of the folder set apps: ``config/{base,dev,prod}.py``."""
    inside = [path for path in sources.by_folder.get(folder, ()) if path.endswith(".py")]
    return sum(_sets_apps(sources, path) for path in inside) > 1


def _sets_apps(sources: Sources, path: str) -> bool:
    """Whether the file could be run as settings: it sets apps, or takes another's settings over."""
    try:
        content = sources.read(path)
    except OSError:
        return False
    if PurePosixPath(path).name in ("wsgi.py", "asgi.py", "urls.py", "celery.py"):
        return False
    return b"INSTALLED_APPS" in content or (b"import *" in content and b"from ." in content)


def summarise(one: Evaluation) -> SettingsModule:
    """The facts of one evaluated module, for people and passes."""
    users = [
        str(value.value)
        for value in alternatives(one.values.get("AUTH_USER_MODEL", Undefined()))
        if isinstance(value, Constant) and isinstance(value.value, str)
    ]
    installed = one.texts("INSTALLED_APPS")
    return SettingsModule(
        module=one.name,
        path=one.path,
        installed_apps=installed or None,
        auth_user_model=users[-1] if users else None,
        engines=_engines(one.values.get("DATABASES", Undefined())),
    )


def _engines(databases: Value) -> tuple[str, ...]:
    """The engines of all databases, by the last part of their module (``postgresql``)."""
    found: dict[str, None] = {}
    for table in alternatives(databases):
        for _, database in table.entries if isinstance(table, Table) else ():
            for one in alternatives(database):
                engine = one.get("ENGINE") if isinstance(one, Table) else Undefined()
                for value in alternatives(engine):
                    if isinstance(value, Constant) and isinstance(value.value, str):
                        found.setdefault(value.value.rpartition(".")[2])
    return tuple(found)
