"""Where the Django project is: its ``manage.py`` and its root."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from posixpath import basename

from transformer.contents import read_file
from transformer.errors import ErrorCode, Refused
from transformer.printable import shown
from transformer.project.entries import all_mentions, is_manage
from transformer.project.source_roots import path_edits
from transformer.settings.sources import Sources

_MAX_SHOWN = 5


@dataclass(frozen=True)
class Location:
    """``root`` and ``others`` are folders relative to the base, ``""`` the base itself.

    ``others`` are the folders of the other Django projects of the repository.
    """

    root: str
    manage: str | None
    others: tuple[str, ...] = ()


def locate(base: Path, start: Path, files: tuple[str, ...], settings: Sequence[str]) -> Location:
    """The project that ``start`` (a folder at or below ``base``) means.

    The nearest ``manage.py`` above ``start``, else the only one below it; with several below,
    the one that has a module of ``settings``. Raises Refused where that leaves none or several.
    """

    def read(path: str) -> bytes:
        return read_file(base / path)

    manages = {
        folder_of(path): path
        for path in files
        if basename(path) == "manage.py" and is_manage(path, read(path))
    }
    here = PurePosixPath(start.relative_to(base).as_posix())
    chosen = next((_key(f) for f in (here, *here.parents) if _key(f) in manages), None)
    if chosen is None:
        chosen = _only_below(here, start, manages, files, settings)
    if chosen is None:
        if not settings:
            _refuse_without_settings(start, files, read)
        return Location("", None)
    others = tuple(folder for folder in manages if folder != chosen)
    root = chosen if others else ""
    if others:
        sources = Sources(files, read)
        root = _common((chosen, *path_edits(sources, manages[chosen])))
    return Location(root, manages[chosen], others)


def folder_of(path: str) -> str:
    return _key(PurePosixPath(path).parent)


def _key(folder: PurePosixPath) -> str:
    return "" if str(folder) == "." else str(folder)


def _common(folders: Sequence[str]) -> str:
    return "" if "" in folders else os.path.commonpath(folders)


def _only_below(
    here: PurePosixPath,
    start: Path,
    manages: dict[str, str],
    files: tuple[str, ...],
    settings: Sequence[str],
) -> str | None:
    below = [folder for folder in manages if PurePosixPath(folder).is_relative_to(here)]
    if settings and len(below) > 1:
        below = [f for f in below if any(_has_module(files, f, name) for name in settings)]
    if len(below) > 1:
        paths = sorted(manages[folder] for folder in below)
        more = f" and {len(paths) - _MAX_SHOWN} more" if len(paths) > _MAX_SHOWN else ""
        listed = ", ".join(map(shown, paths[:_MAX_SHOWN]))
        raise Refused(
            f"There are {len(below)} Django projects below {start}: {listed}{more}.",
            "Give the folder of one of them, or name its settings with --settings MODULE.",
            code=ErrorCode.SEVERAL_PROJECTS,
        )
    return below[0] if below else None


def _has_module(files: tuple[str, ...], folder: str, module: str) -> bool:
    stem = PurePosixPath(folder, *module.partition(":")[0].split("."))
    return f"{stem}.py" in files or f"{stem}/__init__.py" in files


def _is_bare(folder: Path) -> bool:
    """Whether a folder is all that git keeps of a repository."""
    return (folder / "HEAD").is_file() and all((folder / n).is_dir() for n in ("objects", "refs"))


def _refuse_without_settings(
    start: Path, files: tuple[str, ...], read: Callable[[str], bytes]
) -> None:
    python = [path for path in files if path.endswith(".py")]
    if any(b"INSTALLED_APPS" in read(p) for p in python if "settings" in p):
        return
    if _is_bare(start):
        raise Refused(
            f"{start} is a bare repository: the files of the project are in its commits alone.",
            "Clone it, and give the folder of the clone.",
            code=ErrorCode.NOT_DJANGO,
        )
    if not any(all_mentions(files, read)):
        raise Refused(
            f"There is no Django project at {start}: no manage.py, and no settings.",
            "Give the folder of the project, or name its settings with --settings MODULE.",
            code=ErrorCode.NOT_DJANGO,
        )
