"""Writing to the working tree so that a killed run leaves nothing half done.

Before the first file is touched, the journal holds every file as it was. The new contents are then
written to random names beside the files, and once all of them are on the disk, renamed over them.
Whatever stops the run in between, the journal puts everything back: in the same process for an
error or Ctrl-C, in the next run after a kill.
"""

from __future__ import annotations

import errno
import hashlib
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from transformer.delivery.beneath import Beneath, Rights

State = Mapping[str, bytes | None]
ABSENT = "absent"


class Changed(OSError):
    """Somebody else wrote to a file that is about to be replaced."""


@dataclass(frozen=True)
class Saved:
    """One file as it was: ``copy`` in the journal's folder (None where there was no file).

    ``before`` is its digest, ``written`` those of everything that the run may put in its place.
    """

    path: str
    copy: str | None
    before: str
    written: tuple[str, ...]
    rights: Rights | None = None


@dataclass(frozen=True)
class Commits:
    """What ``--commit`` may add on top of ``head``; ``index`` holds the entries as they were.

    ``names`` are those of the commits, where they are known before.
    """

    head: str
    messages: tuple[str, ...]
    index: Mapping[str, tuple[str, str] | None]
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Journal:
    """``folder`` holds the copies; ``new_folders`` did not exist before.

    ``id`` is random, and part of every name that the run writes to before it renames. ``present``
    is path -> digest of what should stand there now, ``touched`` are the paths that the run wrote.
    """

    folder: Path
    root: Path
    id: str
    files: tuple[Saved, ...]
    new_folders: tuple[str, ...]
    commits: Commits | None = None
    present: dict[str, str] = field(default_factory=dict)
    touched: set[str] = field(default_factory=set)

    def write(self, state: State, modes: Mapping[str, str]) -> None:
        """Bring the files to ``state``; ``modes`` names the file whose mode a new one takes over.

        Nothing is replaced before all of it is on the disk. Raises OSError; Changed where a file is
        not as this run left it.
        """
        files = Beneath(self.root)
        saved = {entry.path: entry.rights for entry in self.files}
        for path, content in state.items():
            if content is not None:
                rights = saved.get(modes.get(path, path)) or files.rights(path)
                files.create(self.temporary(path), content, rights)
        if changed := self.changed(state):
            raise Changed(errno.ESTALE, "somebody else changed it", str(self.root / changed[0]))
        self.touched.update(state)
        for path, content in state.items():
            if content is not None:
                files.rename(self.temporary(path), path)
                self.present[path] = digest(content)
        for path, content in state.items():
            if content is None:
                files.remove(path)
                self.present[path] = ABSENT
                self._prune(path)
        self._sync(state)

    def changed(self, paths: Iterable[str]) -> list[str]:
        """Those that do not hold what this run found there or wrote."""
        return [path for path in paths if self.now(path) != self.present[path]]

    def accept(self, paths: Iterable[str]) -> None:
        """Take what stands there for what should."""
        self.present.update((path, self.now(path)) for path in paths)

    def roll_back(self) -> Path | None:
        """Put back every file that the run wrote; the folder of what somebody else wrote over it.

        Raises the first OSError, when all that could be put back was.
        """
        files, kept, failed = Beneath(self.root), None, None
        for entry in self.files:
            try:
                files.remove(self.temporary(entry.path))
                now = self.now(entry.path)
                if now == entry.before or entry.path not in self.touched:
                    continue
                if now not in (ABSENT, *entry.written):
                    kept = kept or Path(tempfile.mkdtemp(prefix="usershift-kept-"))
                    Beneath(kept).create(entry.path, files.read(entry.path) or b"")
                self._restore(entry)
            except OSError as error:
                failed = failed or error
        for name in sorted(self.new_folders, key=len, reverse=True):
            files.remove_folder(name)
        self._sync(entry.path for entry in self.files)
        if failed:
            raise failed
        return kept

    def foreign(self) -> list[str]:
        """The files that hold neither what was there before nor what the run wrote."""
        return [e.path for e in self.files if self.now(e.path) not in {*e.written, e.before}]

    def temporary(self, path: str) -> str:
        """Where the new bytes of ``path`` stand until they are renamed."""
        folder, slash, _ = path.rpartition("/")
        return f"{folder}{slash}.usershift-{self.id}-{self._numbers[path]}"

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {entry.path: number for number, entry in enumerate(self.files)}

    def _restore(self, entry: Saved) -> None:
        files = Beneath(self.root)
        if entry.copy is None:
            files.remove(entry.path)
            return
        copy = self.folder / entry.copy
        if entry.rights:
            with copy.open("rb") as file:
                entry.rights.give(file.fileno())
        try:
            # It takes no space, which there may be none of.
            files.bring(copy, entry.path)
        except OSError as error:
            if error.errno != errno.EXDEV:
                raise
            temporary = self.temporary(entry.path)
            files.create(temporary, copy.read_bytes(), entry.rights)
            files.rename(temporary, entry.path)

    def now(self, path: str) -> str:
        """The digest of what stands there."""
        try:
            return digest(Beneath(self.root).read(path))
        except OSError:
            return "not a file"

    def _prune(self, path: str) -> None:
        """Remove folders that a rename emptied, as git does."""
        while path := path.rpartition("/")[0]:
            if not Beneath(self.root).remove_folder(path):
                break

    def _sync(self, paths: Iterable[str]) -> None:
        for path in {path.rpartition("/")[0]: path for path in paths}.values():
            Beneath(self.root).sync(path)


def digest(content: bytes | None) -> str:
    return ABSENT if content is None else hashlib.sha256(content).hexdigest()
