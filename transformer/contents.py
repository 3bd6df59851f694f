"""The bytes of a folder's files, read from the disk once while they fit into memory."""

from __future__ import annotations

import errno
import mmap
import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TypeAlias

# What a system lacks is 0 there. A pipe would be waited for, and Windows would change line breaks.
NO_WAITING = getattr(os, "O_NONBLOCK", 0)
AS_BYTES = getattr(os, "O_BINARY", 0)
# What `Contents.view` gives: both slice to bytes, have `find`, and are searched by `re`.
View: TypeAlias = bytes | mmap.mmap

# Dumps of whole databases are searched without loading them.
MAPPED_FROM = 8 << 20
# The Python of nearly every project fits; what is beyond is read again when it is asked for.
MAX_KEPT = 64 << 20
_CHUNK = 1 << 20
# What follows the first byte of a character in UTF-8.
_CONTINUING = bytes(range(0x80, 0xC0))


def read_file(path: str | Path) -> bytes:
    """The bytes of a regular file. Raises OSError, also for a pipe, which would be waited for."""
    with os.fdopen(os.open(path, os.O_RDONLY | NO_WAITING | AS_BYTES), "rb") as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise OSError(errno.EINVAL, "It is not a regular file", str(path))
        return file.read()


class Contents:
    """Paths are relative to ``root``, with ``/``; a file stays as it was when it was first read."""

    def __init__(self, root: Path, kept: int = MAX_KEPT) -> None:
        self.root = root
        self._free = kept
        self._read: dict[str, bytes] = {}

    def read(self, path: str) -> bytes:
        """The bytes of a file. Raises OSError where it cannot be read."""
        found = self._read.get(path)
        if found is None:
            found = read_file(f"{self.root}/{path}")
            if len(found) < MAPPED_FROM and len(found) <= self._free:
                self._free -= len(found)
                self._read[path] = found
        return found

    def view(self, path: str) -> View:
        """What :meth:`read` gives, but a large file is mapped, not loaded. Raises OSError."""
        found = self._read.get(path)
        if found is not None:
            return found
        on_disk = self.root / path
        if on_disk.stat().st_size >= MAPPED_FROM:
            with on_disk.open("rb") as file:
                return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        return self.read(path)


def positions(view: View, offsets: Iterable[int]) -> dict[int, tuple[int, int]]:
    """Line and column, from 1, of each offset, whatever their order."""
    ordered = sorted(set(offsets))
    return dict(zip(ordered, each_position(view, ordered), strict=True))


def each_position(view: View, offsets: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Line and column, from 1, of each of the sorted offsets; columns count characters of UTF-8.

    One pass over the bytes, however many offsets there are.
    """
    line, column, at = 1, 1, 0
    for offset in offsets:
        while at < offset:
            chunk = view[at : min(offset, at + _CHUNK)]
            at += len(chunk)
            if count := chunk.count(b"\n"):
                line, column = line + count, 1
                chunk = chunk[chunk.rfind(b"\n") + 1 :]
            column += len(chunk.translate(None, _CONTINUING))
        yield line, column
