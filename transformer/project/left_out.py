"""What belongs to a project and is not among its files: links, submodules, what is not here."""

from __future__ import annotations

import enum
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from transformer.contents import read_file
from transformer.formats.kinds import BINARY_SUFFIXES
from transformer.git import Git, split
from transformer.project.files import NEVER, exclusions, folders_of, is_environment

_POINTER = b"version https://git-lfs.github.com/spec/"
_POINTER_SIZE = range(100, 400)
_STORED_ELSEWHERE = re.compile(rb"\bfilter=lfs\b")
_SUBMODULE = re.compile(r"^\s*path\s*=\s*(\S.*?)\s*$", re.MULTILINE)


class Reason(enum.Enum):
    """Why it is left out."""

    LINK = "link"
    SUBMODULE = "submodule"
    SPARSE = "sparse"
    POINTER = "pointer"


@dataclass(frozen=True)
class LeftOut:
    """A file or folder, relative to the root."""

    path: str
    reason: Reason


def find_left_out(
    root: Path, git_root: Path | None, files: Iterable[str], exclude: Iterable[str] = ()
) -> tuple[LeftOut, ...]:
    """All of it that stands beside the ``files`` of the project below ``root``, in order."""
    files, unwanted = tuple(files), exclusions(exclude)
    folders = folders_of(files)
    found = dict.fromkeys(_submodules(root, git_root), Reason.SUBMODULE)
    for folder in folders:
        found.update(_beside(root, folder, folders))
    found.update((path, Reason.SPARSE) for path in _sparse(root, git_root))
    found.update((path, Reason.POINTER) for path in _pointers(root, files))
    return tuple(
        LeftOut(path, reason)
        for path, reason in sorted(found.items())
        if not unwanted.match_file(path) and NEVER.isdisjoint(path.split("/"))
    )


def _beside(root: Path, folder: str, folders: set[str]) -> Iterator[tuple[str, Reason]]:
    """The links and the repositories of others in one folder."""
    with suppress(OSError), os.scandir(root / folder) as entries:
        for entry in entries:
            path = f"{folder}/{entry.name}" if folder else entry.name
            if entry.is_symlink():
                if _is_left(root, Path(entry.path)):
                    yield path, Reason.LINK
            elif (
                entry.is_dir()
                and path not in folders
                and os.path.lexists(f"{entry.path}/.git")
                and not is_environment(Path(entry.path))
            ):
                yield path, Reason.SUBMODULE


def _is_left(root: Path, link: Path) -> bool:
    """Whether a link hides Python: in a folder, or in a file that is not the project's."""
    if is_environment(link):
        return False
    if link.is_dir():
        return any(link.glob("*.py")) or any(link.glob("*/*.py"))
    outside = not Path(os.path.realpath(link)).is_relative_to(root)
    return outside and link.suffix == ".py" and link.is_file()


def _submodules(root: Path, git_root: Path | None) -> Iterator[str]:
    if git_root is None:
        return
    with suppress(OSError):
        text = read_file(git_root / ".gitmodules").decode("utf-8", errors="replace")
        for path in _SUBMODULE.findall(text):
            place = git_root / path
            if place.is_dir() and not place.is_symlink() and place.is_relative_to(root):
                yield place.relative_to(root).as_posix()


def _sparse(root: Path, git_root: Path | None) -> list[str]:
    """The Python files that git follows, and that a sparse checkout left out."""
    if git_root is None:
        return []
    kept = git_root / ".git"
    if kept.is_dir() and not (kept / "info/sparse-checkout").exists():
        return []
    listing = Git(root).attempt("ls-files", "-z", "-t")
    paths = (entry[2:] for entry in split(listing.stdout) if entry.startswith("S "))
    return [path for path in paths if path.endswith(".py") and not (root / path).exists()]


def _pointers(root: Path, files: Iterable[str]) -> Iterator[str]:
    """The files of which only their names in a store of large files are here.

    Pictures are not among them, for nobody would search those if they were here.
    """
    files = tuple(files)
    attributes = (path for path in files if path.rpartition("/")[2] == ".gitattributes")
    with suppress(OSError):
        if not any(_STORED_ELSEWHERE.search(read_file(root / path)) for path in attributes):
            return
    for path in files:
        if PurePosixPath(path).suffix.lower() in BINARY_SUFFIXES:
            continue
        with suppress(OSError):
            if (root / path).stat().st_size in _POINTER_SIZE and read_file(root / path).startswith(
                _POINTER
            ):
                yield path
