"""Files below a folder, reached without following a link.

A repository brings links of its own, and between a look at a path and the write to it a name can
become one. So each folder on the way is opened from the one above it, and what a name leads to is
looked at once it is open. Paths are relative to the folder, with ``/``.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
# A pipe that nobody writes to would be waited for.
_READ = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


@dataclass(frozen=True)
class Rights:
    """The mode of a file, and who owns it."""

    mode: int
    user: int
    group: int

    def give(self, file: int) -> None:
        """Give them to an open file: the owner as far as that is allowed. Raises OSError."""
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
                if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
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
            os.rename(path.rpartition("/")[2], name, src_dir_fd=folder, dst_dir_fd=folder)

    def bring(self, source: Path, to: str) -> None:
        """Move a file from elsewhere on the same file system, over what stands there."""
        with self._parent(to, create=True) as (folder, name):
            os.rename(source, name, dst_dir_fd=folder)

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
            os.fsync(folder)

    @contextlib.contextmanager
    def _parent(self, path: str, create: bool = False) -> Iterator[tuple[int, str]]:
        """The open folder that ``path`` is in, and its name there."""
        *folders, name = path.split("/")
        at = -1
        try:
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


def is_beneath(path: object) -> bool:
    """Whether something read from a file names a place below a folder, and none of git's."""
    if not isinstance(path, str) or not path or "\0" in path:
        return False
    parts = path.split("/")
    return not {"", ".", ".."} & {*parts} and ".git" not in map(str.lower, parts)
