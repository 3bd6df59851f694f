"""Which files a project consists of: what git tracks or would track, else a careful walk."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from pathspec import GitIgnoreSpec

from transformer.errors import Refused, UsageError
from transformer.git import Git, split, work_tree
from transformer.printable import shown
from transformer.project.previous_output import is_previous_output

NEVER = frozenset(
    {
        ".git",
        ".hg",
        ".svn",
        ".tox",
        ".nox",
        ".eggs",
        ".mypy_cache",
        ".pytest_cache",
        ".ruff_cache",
        ".venv",
        "__pycache__",
        "bower_components",
        "node_modules",
        "site-packages",
    }
)


def exclusions(patterns: Iterable[str]) -> GitIgnoreSpec:
    """What ``--exclude`` names. Raises UsageError for what is no pattern of ``.gitignore``."""
    patterns = list(patterns)
    for pattern in patterns:
        if not _is_pattern(pattern):
            raise UsageError(
                f"--exclude: `{shown(pattern)}` is not a pattern.", "Write it as in .gitignore."
            )
    return GitIgnoreSpec.from_lines(patterns)


def _spec(lines: Iterable[str]) -> GitIgnoreSpec:
    """What a ``.gitignore`` names; git passes over a line that is no pattern, too."""
    return GitIgnoreSpec.from_lines(filter(_is_pattern, lines))


def _is_pattern(line: str) -> bool:
    try:
        GitIgnoreSpec.from_lines([line])
    except (ValueError, re.error):
        return False
    return True


def git_root(path: Path) -> Path | None:
    """The top level of the work tree that ``path`` is in, where git itself is installed.

    None also where git ignores ``path``: a copy inside somebody else's repository is not of it.
    """
    try:
        top = work_tree(path)
        if top is None or top == path:
            return top
        inner = path.relative_to(top).as_posix()
        return None if Git(top).attempt("check-ignore", "-q", inner).returncode == 0 else top
    except Refused:
        return None  # whoever writes will say so


def list_files(root: Path, in_git: bool, exclude: Iterable[str] = ()) -> tuple[str, ...]:
    """Every source file below ``root``, relative to it with ``/``, sorted.

    ``exclude`` are patterns as in ``.gitignore``. Symbolic links to files outside ``root`` and
    submodules are left out: they belong to somebody else. So are reports of earlier runs.
    """
    found = _tracked(root) if in_git else None
    unwanted = exclusions(exclude)
    if found is None:
        found = [p for p in _walk(root) if p.endswith(".py") or not is_previous_output(root / p)]
    return tuple(sorted(path for path in found if not unwanted.match_file(path)))


def ignored_python(
    root: Path, folders: Iterable[str], files: Iterable[str], exclude: Iterable[str] = ()
) -> tuple[str, ...]:
    """The Python files below the ``folders`` of ``root`` that are on disk and not among ``files``.

    That is what git ignores there: Django imports it all the same.
    """
    known, unwanted = set(files), exclusions(exclude)
    found: set[str] = set()
    for folder in folders:
        for current, inner, names in os.walk(root / folder):
            here = Path(current)
            inner[:] = [
                name
                for name in inner
                if name not in NEVER
                and not _is_foreign(here / name)
                and not (here / name / ".git").exists()
            ]
            paths = ((here / name).relative_to(root).as_posix() for name in names)
            found.update(
                path
                for path in paths
                if path.endswith(".py") and path not in known and _regular(root, path)
            )
    return tuple(sorted(path for path in found if not unwanted.match_file(path)))


def folders_of(paths: Iterable[str]) -> set[str]:
    """Every folder that one of the paths is in, the root as an empty string.

    >>> sorted(folders_of(["manage.py", "shop/tests/test_models.py"]))
    ['', 'shop', 'shop/tests']
    """
    found = {""}
    for path in paths:
        folder = path.rpartition("/")[0]
        while folder not in found:
            found.add(folder)
            folder = folder.rpartition("/")[0]
    return found


def is_environment(folder: Path) -> bool:
    """Whether the folder is a virtual environment (PEP 405) or conda's."""
    with suppress(PermissionError):
        return (folder / "pyvenv.cfg").is_file() or (folder / "conda-meta").is_dir()
    return False


def _tracked(root: Path) -> list[str] | None:
    listing = Git(root).attempt(
        "ls-files", "-z", "-t", "--cached", "--others", "--exclude-standard"
    )
    if listing.returncode:
        return None
    entries = [(entry[:1], entry[2:]) for entry in split(listing.stdout)]
    passed_over = {"": False}

    def skipped(path: str) -> bool:
        return path.rpartition("/")[2] in NEVER or folder_skipped(path.rpartition("/")[0])

    def folder_skipped(folder: str) -> bool:
        if folder not in passed_over:
            passed_over[folder] = skipped(folder) or _is_foreign(root / folder)
        return passed_over[folder]

    def left(path: str, tag: str) -> bool:
        # What git follows is the project's, whoever wrote it.
        return tag == "?" and is_previous_output(root / path)

    wanted = {path: tag for tag, path in entries if not skipped(path)}
    return [path for path, tag in wanted.items() if _regular(root, path) and not left(path, tag)]


def _is_foreign(folder: Path) -> bool:
    """An environment, or a link that took the place of a folder: git lists what was behind it."""
    return folder.is_symlink() or is_environment(folder)


def _regular(root: Path, path: str) -> bool:
    try:
        return stat.S_ISREG(os.lstat(f"{root}/{path}").st_mode)
    except PermissionError:
        return True  # whoever reads it will say so
    except OSError:
        return False


def _walk(root: Path) -> Iterator[str]:
    """A walk that skips what ``.gitignore`` files name, environments and caches."""
    specs: dict[str, GitIgnoreSpec] = {}
    waiting = [""]
    while waiting:
        prefix = waiting.pop()
        try:
            with os.scandir(root / prefix) as found:
                entries = {entry.name: entry for entry in found}
        except PermissionError:
            yield prefix.rstrip("/")  # whoever reads it will say so
            continue
        except OSError:
            continue
        # A folder of another repository or of an environment is somebody else's.
        if prefix and (".git" in entries or is_environment(root / prefix)):
            continue
        if ".gitignore" in entries and entries[".gitignore"].is_file(follow_symlinks=False):
            text = (root / prefix / ".gitignore").read_text("utf-8", errors="replace")
            specs[prefix] = _spec(text.splitlines())
        for name, entry in entries.items():
            path = prefix + name
            if entry.is_dir(follow_symlinks=False):
                if name not in NEVER and not _ignored(specs, f"{path}/"):
                    waiting.append(f"{path}/")
            elif entry.is_file(follow_symlinks=False) and not _ignored(specs, path):
                yield path


def _ignored(specs: dict[str, GitIgnoreSpec], path: str) -> bool:
    """What the ``.gitignore`` nearest to the path says about it."""
    for prefix in sorted(specs, key=len, reverse=True):
        if path.startswith(prefix):
            decided = specs[prefix].check_file(path[len(prefix) :]).include
            if decided is not None:
                return decided
    return False
