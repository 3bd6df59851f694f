"""The manifest: which repositories, and what is asked for each.

A text file names one path, glob or URL a line. TOML and YAML have the same shape, a table
``defaults`` and a list ``repositories``, whose items are such strings or tables with these keys.
"""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path, PurePosixPath
from typing import Any

import yaml

from transformer.errors import UsageError, nearest
from transformer.fleet.disk_map import DiskMap
from transformer.fleet.source import Source, read_source
from transformer.formats.toml import loads
from transformer.options import Stage, Strategy, Style
from transformer.printable import shown

LISTS = ("exclude", "settings", "labels", "environments")
CHOICES = {
    name: tuple(one.value for one in kind)
    for name, kind in (("strategy", Strategy), ("style", Style), ("stage", Stage))
}
TEXTS = ("project", "ref", "app", "django", "python", "tests", *CHOICES)
MOST_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for one repository; an empty value leaves it to usershift.

    ``project`` is the folder in the repository, ``ref`` the branch or tag that is taken.
    ``environments`` are the databases that have to adopt the model before the campaign is over.
    """

    project: str = ""
    ref: str = ""
    settings: tuple[str, ...] = ()
    app: str = ""
    strategy: str = ""
    style: str = ""
    stage: str = ""
    django: str = ""
    python: str = ""
    tests: str = ""
    exclude: tuple[str, ...] = ()
    suggested: bool = False
    labels: tuple[str, ...] = ()
    environments: tuple[str, ...] = ()


OPTIONS = tuple(field.name for field in fields(Wanted))


@dataclass(frozen=True, slots=True)
class Repository:
    """One line of the campaign. ``key`` names it in the state, and never holds a password."""

    source: Source
    name: str
    wanted: Wanted = Wanted()

    @property
    def key(self) -> str:
        """The source, the project in it and the stage: each is a job of its own."""
        parts = [self.source.shown]
        if self.wanted.project:
            parts.append(f"#{self.wanted.project}")
        if self.wanted.stage:
            parts.append(f"@{self.wanted.stage}")
        return "".join(parts)

    def options(self) -> dict[str, Any]:
        """What was asked for, without what was left out."""
        return {name: value for name, value in asdict(self.wanted).items() if value}


class _Wrong(Exception):
    """One thing that is wrong with the manifest, with its place."""


def read_manifest(
    lines: Iterable[str], name: str, base: Path, stage: str = ""
) -> Mapping[str, Repository]:
    """The repositories that a manifest names, by their keys and in its order.

    A text file is read line by line, TOML and YAML as a whole. ``name`` is the file's, which says
    what it is written in; relative paths start at ``base``; ``stage`` is that of every repository
    that names none. Raises UsageError that names what is wrong, with line or key.
    """
    wrong: list[str] = []
    found: DiskMap[Repository] = DiskMap()
    places: DiskMap[str] = DiskMap()
    default = Wanted(stage=stage)
    for place, source, label, wanted in _entries(lines, name, default, wrong):
        try:
            repositories = list(_named(source, label, wanted, base))
        except (ValueError, _Wrong) as error:
            wrong.append(f"{place}: {error}")
            continue
        for repository in repositories:
            key = repository.key
            if found.setdefault(key, repository) != repository and "*" not in source:
                wrong.append(f"{place}: {places[key]} names {shown(key)} already")
            places.setdefault(key, place)
    if wrong:
        more = f"\n… and {len(wrong) - MOST_SHOWN} more" * (len(wrong) > MOST_SHOWN)
        raise UsageError(
            f"{name} cannot be used:\n" + "\n".join(wrong[:MOST_SHOWN]) + more,
            "Correct it, then run again. Nothing was begun.",
        )
    if not found:
        raise UsageError(f"{name} names no repository.", "Name a path or a URL on each line.")
    return found


def _entries(
    lines: Iterable[str], name: str, default: Wanted, wrong: list[str]
) -> Iterator[tuple[str, str, str, Wanted]]:
    """Place, source, name and options of each entry; what is wrong is added to ``wrong``."""
    kind = PurePosixPath(name).suffix.lower()
    if kind not in (".toml", ".yaml", ".yml"):
        for number, line in enumerate(lines, 1):
            if (source := line.strip()) and not source.startswith("#"):
                yield f"{name}:{number}", source, "", default
        return
    document = _parsed("".join(lines), name, kind)
    if isinstance(document, list):
        document = {"repositories": document}
    if not isinstance(document, dict):
        wrong.append(f"{name}: a table with the list `repositories` is wanted")
        return
    wrong += _unknown(document, ("defaults", "repositories"), name)
    try:
        default = _wanted(document.get("defaults") or {}, OPTIONS, default)
    except _Wrong as error:
        wrong.append(f"{name}: defaults{error}")
    listed = document.get("repositories")
    if not isinstance(listed, list):
        wrong.append(f"{name}: repositories: a list is wanted")
        return
    for number, entry in enumerate(listed):
        place = f"{name}: repositories[{number}]"
        table = {"source": entry} if isinstance(entry, str) else entry
        try:
            wanted = _wanted(table, ("source", "name", *OPTIONS), default)
            source, label = _text(table, "source"), _text(table, "name")
            if not source:
                raise _Wrong(": it has no `source`")
        except _Wrong as error:
            wrong.append(f"{place}{error}")
        else:
            yield place, source, label, wanted


def _parsed(text: str, name: str, kind: str) -> Any:
    try:
        return loads(text) if kind == ".toml" else yaml.safe_load(text)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = f":{mark.line + 1}" if mark else ""
        raise UsageError(f"{name}{line} is no YAML: {error.problem}.", "Correct it.") from None
    except (ValueError, RecursionError, yaml.YAMLError) as error:
        language = "TOML" if kind == ".toml" else "YAML"
        raise UsageError(f"{name} is no {language}: {error}.", "Correct it.") from None


def _unknown(table: Mapping[Any, Any], known: tuple[str, ...], place: str) -> Iterator[str]:
    for key in table:
        if key not in known:
            yield f"{place}: unknown key `{shown(str(key))}`. {nearest(str(key), known)}"


def _wanted(table: Any, known: tuple[str, ...], default: Wanted) -> Wanted:
    if not isinstance(table, dict):
        raise _Wrong(": a string or a table is wanted")
    for said in _unknown(table, known, ""):
        raise _Wrong(said)
    given: dict[str, Any] = {key: _text(table, key) for key in TEXTS if key in table}
    for key in LISTS:
        if key in table:
            value = table[key]
            listed = [value] if isinstance(value, str) else value
            if not isinstance(listed, list) or not all(isinstance(one, str) for one in listed):
                raise _Wrong(f".{key}: a list of strings is wanted")
            given[key] = tuple(listed)
    if "suggested" in table:
        if not isinstance(table["suggested"], bool):
            raise _Wrong(".suggested: true or false is wanted")
        given["suggested"] = table["suggested"]
    for key, choices in CHOICES.items():
        if given.get(key) and given[key] not in choices:
            raise _Wrong(f".{key}: `{shown(given[key])}`. {nearest(given[key], choices)}")
    if "project" in given:
        given["project"] = _inside(given["project"])
    return replace(default, **given)


def _text(table: Mapping[str, Any], key: str) -> str:
    value = table.get(key, "")
    if not isinstance(value, str):
        raise _Wrong(f".{key}: a string is wanted")
    if "\0" in value or (key in ("ref", "app", "python", "django") and value.startswith("-")):
        raise _Wrong(f".{key}: `{shown(value)}` is no {key}")
    return value


def _inside(folder: str) -> str:
    path = PurePosixPath(folder)
    if path.is_absolute() or ".." in path.parts:
        raise _Wrong(f".project: `{shown(folder)}` is no folder inside the repository")
    return "" if str(path) == "." else str(path)


def _named(source: str, label: str, wanted: Wanted, base: Path) -> Iterator[Repository]:
    """The repositories of one entry; those of a glob are the folders that look like one."""
    first = read_source(source, base)
    if not first.local or not glob.has_magic(source) or Path(first.location).exists():
        yield Repository(first, label or first.name, wanted)
        return
    if label:
        raise _Wrong("a glob names many repositories, so `name` cannot be theirs")
    # Unlike Path.glob, it leaves hidden folders out.
    paths = map(Path, sorted(glob.glob(first.location)))  # noqa: PTH207
    folders = [path for path in paths if _is_repository(path)]
    if not folders:
        raise _Wrong(f"there is no repository at {shown(source)}")
    for path in folders:
        one = Source(str(path), local=True)
        yield Repository(one, one.name, wanted)


def _is_repository(path: Path) -> bool:
    bare = all((path / part).exists() for part in ("HEAD", "objects", "refs"))
    return bare or os.path.lexists(path / ".git")
