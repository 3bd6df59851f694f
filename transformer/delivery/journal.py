"""Writing to the working tree so that a killed run leaves nothing half done.

Before the first file is touched, the journal holds every file as it was. Each file is then written
to a temporary name beside it and renamed over it. Whatever stops the run in between, the journal
puts everything back: in the same process for an error or Ctrl-C, in the next run after a kill.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath

from transformer.errors import Refused
from transformer.git import Git

State = Mapping[str, bytes | None]
_PLAN = "journal.json"


@dataclass(frozen=True)
class Saved:
    """One file as it was: ``copy`` in the journal's folder (None where there was no file).

    ``written`` are the digests of everything that the run may put in its place.
    """

    path: str
    copy: str | None
    mode: int | None
    written: tuple[str, ...]


@dataclass(frozen=True)
class Commits:
    """What ``--commit`` may add on top of ``head``; ``index`` holds the entries as they were."""

    head: str
    messages: tuple[str, ...]
    index: Mapping[str, tuple[str, str] | None]


@dataclass(frozen=True)
class Journal:
    """``folder`` holds the copies; ``new_folders`` did not exist before."""

    folder: Path
    root: Path
    files: tuple[Saved, ...]
    new_folders: tuple[str, ...]
    commits: Commits | None = None

    def write(self, state: State, modes: Mapping[str, str]) -> None:
        """Bring the files to ``state``; ``modes`` names the file whose mode a new one takes over.

        Raises OSError.
        """
        saved = {entry.path: entry for entry in self.files}
        for path, content in state.items():
            target = self.root / path
            if content is None:
                _remove(target)
                _prune(target.parent, self.root)
            else:
                source = saved.get(modes.get(path, path))
                replace(target, content, source.mode if source else None)

    def roll_back(self) -> None:
        """Put every file back, whatever stands there now. Raises OSError."""
        for entry in self.files:
            target = self.root / entry.path
            _remove(_temporary(target))
            if entry.copy is None:
                _remove(target)
            else:
                before = (self.folder / entry.copy).read_bytes()
                if _bytes(target) != before:
                    replace(target, before, entry.mode)
        for name in sorted(self.new_folders, key=len, reverse=True):
            with contextlib.suppress(OSError):
                (self.root / name).rmdir()

    def foreign(self) -> list[str]:
        """The files that hold neither what was there before nor what the run wrote."""
        found = []
        for entry in self.files:
            now = _digest(_bytes(self.root / entry.path))
            before = _bytes(self.folder / entry.copy) if entry.copy else None
            if now not in {*entry.written, _digest(before)}:
                found.append(entry.path)
        return found

    def discard(self) -> None:
        """Forget the run: from here on nothing can be put back."""
        (self.folder / _PLAN).unlink(missing_ok=True)
        shutil.rmtree(self.folder)


@contextlib.contextmanager
def locked(root: Path, top: Path | None) -> Iterator[Path]:
    """The folder for the journal, held for this process alone.

    Raises Refused where another process is writing to the same working tree.
    """
    folder = Git(top).path("usershift") if top else root / ".usershift"
    held = os.open(folder.parent, os.O_RDONLY)
    try:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Refused(
                f"Another usershift is writing to {top or root} at this moment.",
                "Wait for it to end, then run again.",
            ) from None
        yield folder
    finally:
        os.close(held)


def prepared(
    folder: Path, root: Path, states: Sequence[State], commits: Commits | None = None
) -> Journal:
    """Save every file that the states name; on return the run may begin to write.

    Raises OSError.
    """
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    paths = sorted({path for state in states for path in state})
    files = []
    for number, path in enumerate(paths):
        present = _bytes(root / path)
        copy = None
        if present is not None:
            copy = str(number)
            (folder / copy).write_bytes(present)
        mode = (root / path).stat().st_mode & 0o7777 if present is not None else None
        written = sorted({_digest(state[path]) for state in states if path in state})
        files.append(Saved(path, copy, mode, tuple(written)))
    parents = {parent.as_posix() for path in paths for parent in PurePosixPath(path).parents}
    missing = sorted(parent for parent in parents if not (root / parent).exists())
    journal = Journal(folder, root, tuple(files), tuple(missing), commits)
    plan = {
        "root": os.path.relpath(root, folder),
        "files": [asdict(entry) for entry in files],
        "new_folders": missing,
        "commits": asdict(commits) if commits else None,
    }
    replace(folder / _PLAN, json.dumps(plan).encode())
    return journal


def found(folder: Path) -> Journal | None:
    """The journal that an interrupted run left, or None."""
    try:
        plan = json.loads((folder / _PLAN).read_bytes())
    except FileNotFoundError:
        return None
    commits = plan["commits"]
    return Journal(
        folder,
        Path(os.path.normpath(folder / plan["root"])),
        tuple(Saved(**{**entry, "written": tuple(entry["written"])}) for entry in plan["files"]),
        tuple(plan["new_folders"]),
        commits and Commits(commits["head"], tuple(commits["messages"]), commits["index"]),
    )


def replace(target: Path, content: bytes, mode: int | None = None) -> None:
    """Write ``target`` in one step: its readers see the old bytes or the new ones. Raises OSError.

    ``mode`` None keeps what an existing file has, and what the umask says for a new one.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = _temporary(target)
    with temporary.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    present = target.stat() if target.exists() else None
    if mode is None and present is not None:
        mode = present.st_mode & 0o7777
    if mode is not None:
        temporary.chmod(mode)
    if present is not None and (present.st_uid, present.st_gid) != (os.getuid(), os.getgid()):
        with contextlib.suppress(PermissionError):
            os.chown(temporary, present.st_uid, present.st_gid)
    temporary.replace(target)


def _temporary(target: Path) -> Path:
    return target.with_name(f".{target.name}.usershift-new")


def _bytes(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None


def _remove(path: Path) -> None:
    with contextlib.suppress(FileNotFoundError, NotADirectoryError):
        path.unlink()


def _digest(content: bytes | None) -> str:
    return "absent" if content is None else hashlib.sha256(content).hexdigest()


def _prune(folder: Path, root: Path) -> None:
    """Remove folders that a rename emptied, as git does."""
    with contextlib.suppress(OSError):
        while folder != root:
            folder.rmdir()
            folder = folder.parent
