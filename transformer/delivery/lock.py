"""One process at a time writes to a folder: a working tree, or the work folder of a batch."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]


@contextlib.contextmanager
def held(folder: Path) -> Iterator[bool]:
    """Hold a folder for this process; False where another one does."""
    if fcntl is None:
        with _held_by_file(folder / "usershift.lock") as free:
            yield free
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def _held_by_file(path: Path) -> Iterator[bool]:
    """The same by a file, for a system on which a folder cannot be held.

    By ``filelock``, which knows the locks of each system.
    """
    from filelock import FileLock, Timeout

    lock = FileLock(path, timeout=0)
    try:
        lock.acquire()
    except Timeout:
        yield False
        return
    try:
        yield True
    finally:
        lock.release()
        with contextlib.suppress(OSError):
            path.unlink()
