"""The folder of a journal: made, held for one process, found again, and believed only if ours.

What is in it can come from anywhere: with an archive, a clone, a copy of the whole project, or out
of a power cut. It counts where this user's own run made the folder in this place, where every path
stays in the project, and where every copy has the digest that it was saved with.
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import stat
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path, PurePosixPath
from typing import Any

from transformer.delivery.beneath import Beneath, Rights, is_beneath
from transformer.delivery.journal import ABSENT, Commits, Journal, Saved, State, digest
from transformer.delivery.lock import held
from transformer.errors import ErrorCode, Refused
from transformer.git import Git

_PLAN = "journal.json"
# Made before anything else. It holds the number that the file system gave to the folder, which
# nobody can know who packs one.
_OURS = "inode"


@contextlib.contextmanager
def locked(root: Path, top: Path | None) -> Iterator[Path]:
    """The folder for the journal, held for this process alone.

    Raises Refused where another process is writing to the same working tree.
    """
    folder = Git(top).path("usershift") if top else root / ".usershift"
    with held(folder.parent) as free:
        if not free:
            raise Refused(
                f"Another usershift is writing to {top or root} at this moment.",
                "Wait for it to end, then run again.",
                code=ErrorCode.BUSY,
            )
        yield folder


def prepare(
    folder: Path, root: Path, states: Sequence[State], commits: Commits | None = None
) -> Journal:
    """Save every file that the states name; on return the run may begin to write.

    Raises OSError, and Refused where something else has the folder's name.
    """
    clear(folder)
    folder.mkdir()
    _keep(folder / _OURS, str(folder.stat().st_ino).encode())
    files = Beneath(root)
    saved = []
    for number, path in enumerate(sorted({path for state in states for path in state})):
        present = files.read(path)
        copy, rights = None, None
        if present is not None:
            copy, rights = str(number), files.rights(path)
            _keep(folder / copy, present)
        written = sorted({digest(state[path]) for state in states if path in state})
        saved.append(Saved(path, copy, digest(present), tuple(written), rights))
    parents = {p.as_posix() for entry in saved for p in PurePosixPath(entry.path).parents}
    missing = sorted(parent for parent in parents if not (root / parent).exists())
    journal = Journal(
        folder,
        root,
        secrets.token_hex(8),
        tuple(saved),
        tuple(missing),
        commits,
        {entry.path: entry.before for entry in saved},
    )
    plan = {
        "id": journal.id,
        "root": os.path.relpath(root, folder),
        "files": [asdict(entry) for entry in saved],
        "new_folders": missing,
        "commits": asdict(commits) if commits else None,
    }
    _keep(folder / f"{_PLAN}.new", json.dumps(plan).encode())
    Beneath(folder).rename(f"{_PLAN}.new", _PLAN)
    _sync(folder)
    _sync(folder.parent)
    return journal


def found(folder: Path, inside: Path) -> Journal | None:
    """The journal that an interrupted run left, or None.

    Raises Refused for one that does not come from a run of this user here, that would write to
    another place than below ``inside``, or that is damaged.
    """
    try:
        content = Beneath(folder).read(_PLAN)
        if content is None:
            return None
        if not _is_ours(folder):
            raise ValueError("no run of yours made it in this place")
        return _checked(folder, inside, json.loads(content))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError, OSError) as error:
        said = error if type(error) is ValueError else "it is damaged"
        raise Refused(
            f"{folder} tells of an interrupted run, but cannot be followed: {said}.",
            "Nothing was changed. If that run was yours, the files as they were before it are in"
            " that folder. Take from there what you need, remove it, then run again.",
            code=ErrorCode.INTERRUPTED,
        ) from error


def clear(folder: Path) -> None:
    """Remove what a preparation left that was killed, before it had touched a file.

    Raises Refused where the folder is something else.
    """
    if not os.path.lexists(folder):
        return
    begun = folder / _OURS
    with contextlib.suppress(OSError):
        if [*folder.iterdir()] == [begun] and not begun.lstat().st_size:
            begun.unlink()
        folder.rmdir()
        return
    if not _is_ours(folder):
        raise Refused(
            f"{folder} stands where usershift keeps the files as they were, and is not its own.",
            "Nothing was changed. Move it away, then run again.",
            code=ErrorCode.INTERRUPTED,
        )
    _remove(folder)


def begun(journal: Journal) -> float:
    """When the run began to write. Raises OSError."""
    return (journal.folder / _PLAN).stat().st_mtime


def discard(journal: Journal) -> None:
    """Forget the run: from here on nothing can be put back. Raises OSError."""
    (journal.folder / _PLAN).unlink(missing_ok=True)
    _sync(journal.folder)
    _remove(journal.folder)


def _remove(folder: Path) -> None:
    """Last of all goes what shows that the folder is ours: a kill may come in between."""
    for path in folder.iterdir():
        if path.name != _OURS:
            path.unlink()
    (folder / _OURS).unlink()
    folder.rmdir()


def _is_ours(folder: Path) -> bool:
    """Whether a run of this user made the folder where it stands now."""
    try:
        found = folder.lstat()
        number = Beneath(folder).read(_OURS)
    except OSError:
        return False
    # Windows gives no owner; there the number of the folder speaks for itself.
    mine = not hasattr(os, "geteuid") or found.st_uid == os.geteuid()
    return mine and stat.S_ISDIR(found.st_mode) and number == str(found.st_ino).encode()


def _checked(folder: Path, inside: Path, plan: dict[str, Any]) -> Journal:
    root = Path(os.path.normpath(folder / plan["root"]))
    if os.path.realpath(root) != str(root) or not root.is_relative_to(inside.resolve()):
        raise ValueError(f"it is about {root}")
    files = [
        Saved(
            path=entry["path"],
            copy=entry["copy"],
            before=entry["before"],
            written=tuple(entry["written"]),
            rights=Rights(**entry["rights"]) if entry["rights"] else None,
        )
        for entry in plan["files"]
    ]
    for path in (*(entry.path for entry in files), *plan["new_folders"]):
        if not is_beneath(path):
            raise ValueError(f"{path!r} is not a file of the project")
    journal = Journal(
        folder,
        root,
        plan["id"],
        tuple(files),
        tuple(plan["new_folders"]),
        _commits(plan["commits"]),
        {entry.path: entry.before for entry in files},
        {entry.path for entry in files},
    )
    if not plan["id"].isalnum():
        raise ValueError("its name is none")
    for entry in files:
        _check_copy(journal, entry)
    return journal


def _check_copy(journal: Journal, entry: Saved) -> None:
    if entry.copy is None and entry.before == ABSENT:
        return
    if entry.copy is None or not entry.copy.isdigit():
        raise ValueError(f"{entry.path} was not saved")
    if digest(Beneath(journal.folder).read(entry.copy)) == entry.before:
        return
    # Putting a file back moves the copy.
    if journal.changed([entry.path]) or (journal.folder / entry.copy).exists():
        raise ValueError(f"the copy of {entry.path} is not as it was saved")


def _commits(found: dict[str, Any] | None) -> Commits | None:
    if found is None:
        return None
    index = {path: tuple(entry) if entry else None for path, entry in found["index"].items()}
    return Commits(found["head"], tuple(found["messages"]), index, tuple(found["names"]))


def _keep(path: Path, content: bytes) -> None:
    """A new file that outlives a power cut."""
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    Beneath(folder).sync(_PLAN)
