"""Disposable copies of a project: the folder is gone when the proof is done, however it ends."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from transformer.errors import Refused
from transformer.git import Git, split
from transformer.project.files import NEVER, is_environment
from transformer.proof import janitor

FOLDER = ".usershift-proof"
"""Holds the probe and its databases, in the folder of manage.py of each copy."""
_LEFT = NEVER | {FOLDER}
_PREFIX = "usershift-proof-"
_LARGEST = 20_000_000
"""In bytes: larger files that git does not track are data, which no code needs to start."""


@dataclass(frozen=True)
class Disposable:
    """A folder that another process removes at the end, also where this one is killed."""

    path: Path
    _janitor: subprocess.Popen[str]

    def at_the_end(
        self, command: Sequence[str], folder: Path, environment: Mapping[str, str]
    ) -> None:
        """Have a command run before the folder is removed."""
        told = {"command": list(command), "folder": str(folder), "environment": {**environment}}
        assert self._janitor.stdin is not None
        self._janitor.stdin.write(json.dumps(told) + "\n")
        self._janitor.stdin.flush()


@contextlib.contextmanager
def disposable() -> Iterator[Disposable]:
    """A folder for one proof; those that an earlier crash of the machine left are removed."""
    parent = Path(tempfile.gettempdir())
    for left in parent.glob(f"{_PREFIX}*"):
        process = left.name.removeprefix(_PREFIX).partition("-")[0]
        if process.isdigit() and left.stat().st_uid == os.getuid() and not _runs(int(process)):
            shutil.rmtree(left, ignore_errors=True)
    folder = Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-", dir=parent)).resolve()
    script = str(Path(janitor.__file__).resolve())
    # In a session of its own: what ends our group must not end it.
    watching = subprocess.Popen(
        [sys.executable, "-I", "-S", script, str(folder)],
        cwd=parent,
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    )
    try:
        yield Disposable(folder, watching)
    finally:
        # Who does not wait for it any more leaves it to its work.
        watching.communicate()
        shutil.rmtree(folder, ignore_errors=True)


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def copy(base: Path, to: Path) -> None:
    """The files of a folder as they stand, without git, environments, caches and large data."""
    tracked = _listed(base, "--cached")
    for current, folders, names in os.walk(base):
        here = Path(current)
        inner = here.relative_to(base)
        linked = [name for name in folders if (here / name).is_symlink()]
        folders[:] = [
            name
            for name in folders
            if name not in (*NEVER, FOLDER)
            and name not in linked
            and not is_environment(here / name)
        ]
        (to / inner).mkdir(parents=True, exist_ok=True)
        for name in (*names, *(name for name in linked if name not in _LEFT)):
            source = here / name
            path = (inner / name).as_posix()
            if name == ".git" or not (source.is_symlink() or source.is_file()):
                continue
            if source.is_symlink():
                (to / inner / name).symlink_to(source.readlink())
            elif path in tracked or source.stat().st_size <= _LARGEST:
                shutil.copy2(source, to / inner / name)


def copy_revision(base: Path, to: Path, revision: str) -> None:
    """The files of a commit, and beside them what git ignores in the folder as it stands.

    Raises Refused where there is no such commit.
    """
    git = Git(base)
    named = git.attempt("rev-parse", "--verify", "-q", f"{revision}^{{commit}}")
    if named.returncode:
        raise Refused(
            f"There is no commit {revision} in {base}.",
            "Name one that `git log` shows, or a folder.",
        )
    commit = os.fsdecode(named.stdout).strip()
    copy(base, to)
    for path in _listed(base, "--cached", "--others", "--exclude-standard"):
        with contextlib.suppress(FileNotFoundError, NotADirectoryError, IsADirectoryError):
            (to / path).unlink()
            # An empty folder would be a package that the commit does not have.
            for folder in (to / path).parents:
                if folder == to or any(folder.iterdir()):
                    break
                folder.rmdir()
    index = to.with_name(f"{to.name}.index")
    writing = Git(base, {"GIT_INDEX_FILE": str(index)})
    try:
        writing("read-tree", commit)
        writing("checkout-index", "-a", "-q", "-f", f"--prefix={to}/")
    finally:
        index.unlink(missing_ok=True)


def _listed(base: Path, *which: str) -> frozenset[str]:
    listing = Git(base).attempt("ls-files", "-z", *which)
    return frozenset() if listing.returncode else frozenset(split(listing.stdout))
