"""Writing the changes to the files of the project, all of them or none."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

from transformer.delivery import journal
from transformer.delivery.plan import contents, planned, sources
from transformer.delivery.undo import commits_undone, commits_verified
from transformer.errors import Refused
from transformer.git import Git
from transformer.tree import FileChange


def write(root: Path, changes: Sequence[FileChange], top: Path | None) -> None:
    """Raises Refused where a file cannot be written; then all files are as they were."""
    changes = planned(root, changes)
    state = contents(changes)
    with transaction(root, top, [state]) as log:
        log.write(state, sources(changes))


@contextlib.contextmanager
def transaction(
    root: Path,
    top: Path | None,
    states: Sequence[journal.State],
    commits: journal.Commits | None = None,
) -> Iterator[journal.Journal]:
    """A journal to write through; leaving by an exception puts everything back.

    Raises Refused where a file cannot be written.
    """
    with journal.locked(root, top) as folder:
        try:
            log = journal.prepared(folder, root, states, commits)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        try:
            yield log
        except BaseException as error:
            if log.commits and top:
                commits_undone(Git(top), log.commits)
            log.roll_back()
            log.discard()
            if isinstance(error, OSError):
                raise Refused(
                    f"{_relative(error, root)} could not be written: {error.strerror}.",
                    "Every file is as it was. Mend this, then run again.",
                ) from error
            raise
        log.discard()


def recover(root: Path, top: Path | None) -> list[str]:
    """Undo what a killed run left; the paths that it was about to write, empty if there was none.

    Raises Refused where the files, or the commits, were changed by someone else since then.
    """
    with journal.locked(root, top) as folder:
        log = journal.found(folder)
        if log is None:
            return []
        if foreign := log.foreign():
            raise Refused(
                f"An earlier run was interrupted, and since then {', '.join(foreign[:5])}"
                f"{' and others' if len(foreign) > 5 else ''} changed: putting the files back"
                " would lose that.",
                f"The files as they were before that run are in {folder}. Take from there what"
                " you need, remove that folder, then run again.",
            )
        if log.commits and top:
            commits_verified(Git(top), log.commits)
            commits_undone(Git(top), log.commits)
        log.roll_back()
        log.discard()
        return [entry.path for entry in log.files]


def interrupted(root: Path, top: Path | None) -> bool:
    """Whether a killed run left its journal."""
    with journal.locked(root, top) as folder:
        return journal.found(folder) is not None


def _relative(error: OSError, root: Path) -> str:
    name = os.fsdecode(error.filename or "a file")
    return os.path.relpath(name, root) if name.startswith(str(root)) else name
