"""Files below a folder, reached without following a link.

A repository brings links of its own, and between a look at a path and the write to it a name can
become one. So each folder on the way is opened from the one above it, and what a name leads to is
looked at once it is open. Paths are relative to the folder, with ``/``.

Where a system opens nothing from an open folder (Windows), each folder is looked at before and
after what is done, and what was opened is compared with what was looked at.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from transformer.contents import AS_BYTES, NO_WAITING

# Windows has none of it, nor modes and owners that a file would have to be given.
_FROM_FOLDERS = os.open in os.supports_dir_fd
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)
_FOLDER = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | _NO_LINK
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | _NO_LINK | AS_BYTES
_READ = os.O_RDONLY | _NO_LINK | NO_WAITING | AS_BYTES


@dataclass(frozen=True)
class Rights:
    """The mode of a file, and who owns it."""

    mode: int
    user: int
    group: int

    def give(self, file: int) -> None:
        """Give them to an open file: the owner as far as that is allowed. Raises OSError."""
        if not _FROM_FOLDERS:
            return
        if (self.user, self.group) != (os.getuid(), os.getgid()):
            with contextlib.suppress(PermissionError):
                os.fchown(file, self.user, self.group)
        os.fchmod(file, self.mode)


@dataclass(frozen=True)
class Beneath:
    """The files below ``root``. Every method raises OSError, with the whole path in it."""

    root: Path

    def read(self, path: str) -> bytes | None:
        """The bytes of a file, None where there is none; a link or a pipe is an OSError."""
        try:
            with (
                self._parent(path) as (folder, name),
                os.fdopen(os.open(name, _READ, dir_fd=folder), "rb") as file,
            ):
                opened = os.fstat(file.fileno())
                if folder is None and not os.path.samestat(os.lstat(name), opened):
                    raise OSError(errno.ELOOP, "It is a link")
                if not stat.S_ISREG(opened.st_mode):
                    raise OSError(errno.EINVAL, "It is not a regular file")
                return file.read()
        except (FileNotFoundError, NotADirectoryError):
            return None

    def rights(self, path: str) -> Rights | None:
        """Those of a file; None where there is none."""
        try:
            with self._parent(path) as (folder, name):
                found = os.lstat(name, dir_fd=folder)
        except (FileNotFoundError, NotADirectoryError):
            return None
        return Rights(stat.S_IMODE(found.st_mode), found.st_uid, found.st_gid)

    def create(self, path: str, content: bytes, rights: Rights | None = None) -> None:
        """A new file, on the disk when this returns; folders that are missing are made.

        Without ``rights`` the umask decides.
        """
        with (
            self._parent(path, create=True) as (folder, name),
            os.fdopen(os.open(name, _NEW, 0o666, dir_fd=folder), "wb") as file,
        ):
            file.write(content)
            if rights is not None:
                rights.give(file.fileno())
            file.flush()
            os.fsync(file.fileno())

    def rename(self, path: str, to: str) -> None:
        """Move a file within its folder, over what stands there."""
        with self._parent(to) as (folder, name):
            source = path.rpartition("/")[2] if folder is not None else self.root / path
            os.replace(source, name, src_dir_fd=folder, dst_dir_fd=folder)

    def bring(self, source: Path, to: str) -> None:
        """Move a file from elsewhere on the same file system, over what stands there."""
        with self._parent(to, create=True) as (folder, name):
            os.replace(source, name, dst_dir_fd=folder)

    def remove(self, path: str) -> None:
        """Remove a file or a link, where there is one."""
        absent = contextlib.suppress(FileNotFoundError, NotADirectoryError)
        with absent, self._parent(path) as (folder, name):
            os.unlink(name, dir_fd=folder)

    def remove_folder(self, path: str) -> bool:
        """Remove an empty folder; whether it was one."""
        try:
            with self._parent(path) as (folder, name):
                os.rmdir(name, dir_fd=folder)
        except OSError:
            return False
        return True

    def sync(self, path: str) -> None:
        """Have the names in the folder of ``path`` on the disk, where there is such a folder."""
        with contextlib.suppress(OSError), self._parent(path) as (folder, _):
            if folder is not None:
                os.fsync(folder)

    @contextlib.contextmanager
    def _parent(self, path: str, create: bool = False) -> Iterator[tuple[int | None, str]]:
        """The open folder that ``path`` is in, and its name there; else None and the whole name."""
        *folders, name = path.split("/")
        at = -1
        try:
            if not _FROM_FOLDERS:
                self._look_at(folders, create)
                yield None, str(self.root / path)
                self._look_at(folders, create=False)
                return
            at = os.open(self.root, _FOLDER)
            for part in folders:
                if create:
                    with contextlib.suppress(FileExistsError):
                        os.mkdir(part, dir_fd=at)
                below = os.open(part, _FOLDER, dir_fd=at)
                os.close(at)
                at = below
            yield at, name
        except OSError as error:
            raise OSError(error.errno, error.strerror, str(self.root / path)) from error
        finally:
            if at >= 0:
                os.close(at)

    def _look_at(self, folders: list[str], create: bool) -> None:
        """Raises NotADirectoryError where one of the folders on the way is none, or a link."""
        at = self.root
        for part in ("", *folders):
            at = at / part
            if create and part:
                with contextlib.suppress(FileExistsError):
                    at.mkdir()
            found = at.lstat()
            # A junction is a folder for everybody who does not ask.
            if not stat.S_ISDIR(found.st_mode) or getattr(found, "st_reparse_tag", False):
                raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(at))


def is_beneath(path: object) -> bool:
    """Whether something read from a file names a place below a folder, and none of git's."""
    if not isinstance(path, str) or not path or "\0" in path:
        return False
    parts = path.split("/")
    return not {"", ".", ".."} & {*parts} and ".git" not in map(str.lower, parts)
