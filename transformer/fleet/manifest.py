"""The manifest: which repositories, and what is asked for each.

A text file names one path, glob or URL a line. TOML and YAML have the same shape, a table
``defaults`` and a list ``repositories``, whose items are such strings or tables with these keys.
"""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import Any

import yaml

from transformer.errors import UsageError, nearest
from transformer.fleet.disk_map import DiskMap
from transformer.fleet.source import Source, located, read_source
from transformer.fleet.wanted import CHOICES, KINDS, Wanted, by_field
from transformer.formats.toml import loads
from transformer.printable import shown

MOST_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Repository:
    """One line of the campaign. ``key`` names it in the state, and never holds a password."""

    source: Source
    name: str
    wanted: Wanted = field(default_factory=Wanted)

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
            repositories = list(_named(source, label, _located(wanted, base), base))
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
        default = _wanted(document.get("defaults") or {}, (), default)
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
            wanted = _wanted(table, ("source", "name"), default)
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


def _wanted(written: Any, others: tuple[str, ...], default: Wanted) -> Wanted:
    """The options of a table, whose keys may have `_` for `-`; ``others`` are known, too."""
    if not isinstance(written, dict):
        raise _Wrong(": a string or a table is wanted")
    table = {str(key).replace("_", "-"): value for key, value in written.items()}
    for said in _unknown(table, (*others, *KINDS), ""):
        raise _Wrong(said)
    given = {key: _value(table, key, kind) for key, kind in KINDS.items() if key in table}
    return replace(default, **by_field(given))  # type: ignore[arg-type]


def _value(table: Mapping[str, Any], key: str, kind: type) -> object:
    if kind is str:
        text = _text(table, key)
        if text and key in CHOICES and text not in CHOICES[key]:
            raise _Wrong(f".{key}: `{shown(text)}`. {nearest(text, CHOICES[key])}")
        return _inside(text) if key == "project" else text
    value = table[key]
    if kind is bool:
        if not isinstance(value, bool):
            raise _Wrong(f".{key}: true or false is wanted")
        return value
    listed = [value] if isinstance(value, str) else value
    if not isinstance(listed, list) or not all(isinstance(one, str) for one in listed):
        raise _Wrong(f".{key}: a list of strings is wanted")
    return tuple(listed)


def _text(table: Mapping[str, Any], key: str) -> str:
    value = table.get(key, "")
    if not isinstance(value, str):
        raise _Wrong(f".{key}: a string is wanted")
    if "\0" in value or (key == "ref" and value.startswith("-")):
        raise _Wrong(f".{key}: `{shown(value)}` is no {key}")
    return value


def _inside(folder: str) -> str:
    path = PurePosixPath(folder)
    if path.is_absolute() or ".." in path.parts:
        raise _Wrong(f".project: `{shown(folder)}` is no folder inside the repository")
    return "" if str(path) == "." else str(path)


def _located(wanted: Wanted, base: Path) -> Wanted:
    """With `exec`, the interpreter is where that command runs."""
    if not wanted.python or wanted.exec:
        return wanted
    return replace(wanted, python=str(located(wanted.python, base)))


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
