"""The bytes of a folder's files, read from the disk once while they fit into memory."""

from __future__ import annotations

import mmap
from pathlib import Path
from typing import TypeAlias

# What `Contents.view` gives: both slice to bytes, have `find`, and are searched by `re`.
View: TypeAlias = bytes | mmap.mmap

# Dumps of whole databases are searched without loading them.
MAPPED_FROM = 8 << 20
# The Python of nearly every project fits; what is beyond is read again when it is asked for.
MAX_KEPT = 64 << 20


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
            found = (self.root / path).read_bytes()
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
