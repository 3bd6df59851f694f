"""Writing the changes to the files of the project, all of them or none."""

from __future__ import annotations

import contextlib
import os
import signal
from collections.abc import Iterator, Sequence
from pathlib import Path

from transformer.delivery import journal_folder
from transformer.delivery.journal import Changed, Commits, Journal, State
from transformer.delivery.plan import contents, planned, sources
from transformer.delivery.undo import undo_commits, unlock, verify_commits
from transformer.errors import ErrorCode, Refused, Unfinished, UsershiftError
from transformer.git import Git
from transformer.printable import shown
from transformer.tree import FileChange


def write(root: Path, changes: Sequence[FileChange], top: Path | None) -> None:
    """Raises Refused where a file cannot be written; then all files are as they were."""
    changes = planned(root, changes)
    state = contents(changes)
    with transaction(root, top, [state]) as log:
        log.write(state, sources(changes))


@contextlib.contextmanager
def transaction(
    root: Path, top: Path | None, states: Sequence[State], commits: Commits | None = None
) -> Iterator[Journal]:
    """A journal to write through; leaving by an exception puts everything back.

    Raises Refused where a file cannot be written, and Unfinished where not everything could be put
    back, either.
    """
    with journal_folder.locked(root, top) as folder:
        try:
            log = journal_folder.prepare(folder, root, states, commits)
        except BaseException as error:
            with contextlib.suppress(OSError, Refused):
                journal_folder.clear(folder)
            if isinstance(error, OSError):
                raise _refusal(error, root) from error
            raise
        try:
            yield log
        except BaseException as error:
            with _undisturbed():
                kept = _roll_back(log, top, error)
            failed = _refusal(error, root) if isinstance(error, OSError) else error
            if kept and isinstance(failed, UsershiftError):
                failed.remedy += f" What was written to the files meanwhile is kept in {kept}."
            if failed is error:
                raise
            raise failed from error
        with _undisturbed():
            journal_folder.discard(log)


def recover(root: Path, top: Path | None) -> list[str]:
    """Undo what a killed run left; the paths that it was about to write, empty if there was none.

    Raises Refused where the files, or the commits, were changed by someone else since then, or
    where the journal is not to be believed.
    """
    with journal_folder.locked(root, top) as folder:
        log = journal_folder.found(folder, top or root)
        if log is None:
            journal_folder.clear(folder)
            return []
        if foreign := log.foreign():
            named = ", ".join(map(shown, foreign[:5]))
            raise Refused(
                f"An earlier run was interrupted, and since then {named}"
                f"{' and others' if len(foreign) > 5 else ''} changed: putting the files back"
                " would lose that.",
                f"The files as they were before that run are in {folder}. Take from there what"
                " you need, remove that folder, then run again.",
                code=ErrorCode.INTERRUPTED,
            )
        if log.commits and top:
            unlock(Git(top), journal_folder.begun(log))
            verify_commits(Git(top), log.commits)
        with _undisturbed():
            _roll_back(log, top, None)
        return [entry.path for entry in log.files]


def interrupted(root: Path, top: Path | None) -> bool:
    """Whether a killed run left its journal. Raises Refused for one that is not to be believed."""
    with journal_folder.locked(root, top) as folder:
        return journal_folder.found(folder, top or root) is not None


def _roll_back(log: Journal, top: Path | None, error: BaseException | None) -> Path | None:
    """Files first, then index and branch; where somebody else's versions of files are kept."""
    try:
        kept = log.roll_back()
        if log.commits and top:
            unlock(Git(top), journal_folder.begun(log))
            undo_commits(Git(top), log.commits)
    except (OSError, UsershiftError) as failed:
        left = [entry.path for entry in log.files if log.now(entry.path) != entry.before]
        files = (
            f"{len(left)} files hold something else than before" if left else "The files are back"
        )
        commits = ", and commits may stand on the branch" if log.commits else ""
        cause = f" Before that: {error}" if isinstance(error, Exception) else ""
        raise Unfinished(
            f"A run was interrupted, and not everything could be put back: {failed}.{cause}",
            f"{files}{commits}. Fix what the message names, then let `usershift migrate --undo` do"
            f" the rest. The files as they were are in {log.folder}.",
        ) from failed
    journal_folder.discard(log)
    return kept


@contextlib.contextmanager
def _undisturbed() -> Iterator[None]:
    """Let a second Ctrl-C wait until the files are back."""
    if hasattr(signal, "pthread_sigmask"):
        waiting = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}
        masked = signal.pthread_sigmask(signal.SIG_BLOCK, waiting)
        try:
            yield
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, masked)
        return
    # Windows: the handlers are Python's own, and called in the main thread.
    came: list[int] = []
    handlers = {
        number: signal.signal(number, lambda number, _: came.append(number))
        for number in (signal.SIGINT, signal.SIGTERM)
    }
    try:
        yield
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)
        if came:
            signal.raise_signal(came[0])


def _refusal(error: OSError, root: Path) -> Refused:
    name = os.fsdecode(error.filename or "a file")
    path = shown(os.path.relpath(name, root) if name.startswith(str(root)) else name)
    if isinstance(error, Changed):
        return Refused(
            f"{path} was changed by someone else, or by a hook, while usershift wrote.",
            "Everything else is as it was. Run again.",
            code=ErrorCode.CHANGED_MEANWHILE,
        )
    return Refused(
        f"{path} could not be written: {error.strerror}.",
        "Every file is as it was. Fix this, then run again.",
        code=ErrorCode.UNWRITABLE,
    )
