"""Where a text can go: the terminal, standard output, a file that the user named."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from transformer.contents import AS_BYTES, NO_WAITING
from transformer.errors import UsageError

_PART = 1 << 16
NO_SPACE = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class Sink:
    """Where a text goes, open before anything is done: to the person at stderr."""

    def reserve(self, size: int) -> None:
        """Make sure of the space, as far as that is possible. Raises UsageError."""

    def write(self, content: str | bytes) -> None:
        """Write all of it, at once. Raises UsageError."""
        assert isinstance(content, str)
        sys.stderr.write(content)
        sys.stderr.flush()

    def abandon(self) -> None:
        """Nothing is going to be written."""


class Stdout(Sink):
    def write(self, content: str | bytes) -> None:
        self._write([content])

    def write_parts(self, parts: Iterable[bytes], size: int) -> None:
        """Write parts of ``size`` bytes together. Raises UsageError."""
        self._write(parts)

    def _write(self, parts: Iterable[str | bytes]) -> None:
        if sys.stdout is None:  # closed by the caller
            raise UsageError("Standard output is closed.", "Open it, or name a file.")
        with self._answered():
            for part in parts:
                if isinstance(part, str):
                    sys.stdout.write(part)
                else:
                    sys.stdout.flush()
                    sys.stdout.buffer.write(part)
            sys.stdout.flush()

    def flush(self) -> None:
        """Write what waits. Where nothing does, a full disk is no reason to fail."""
        with self._answered():
            sys.stdout.flush()

    @contextlib.contextmanager
    def _answered(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            # Python would try once more at its end.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            if isinstance(error, BrokenPipeError):
                raise  # whoever reads it has seen enough
            raise _unwritable("Standard output", error) from None


def sink(path: Path) -> Stdout | FileSink:
    """What the user named; ``-`` is stdout. Raises UsageError where it cannot be opened."""
    return Stdout() if str(path) == "-" else FileSink(path)


class FileSink(Sink):
    def __init__(self, path: Path) -> None:
        self._path = path
        self._new = not os.path.lexists(path)
        try:
            flags = os.O_WRONLY | os.O_CREAT | NO_WAITING | AS_BYTES
            self._file = os.open(path, flags, 0o666)
        except OSError as error:
            raise _unwritable(str(path), error) from None
        if NO_WAITING:
            os.set_blocking(self._file, True)
        found = os.fstat(self._file)
        self._regular = stat.S_ISREG(found.st_mode)
        self._size = found.st_size

    def reserve(self, size: int) -> None:
        if self._regular and size and hasattr(os, "posix_fallocate"):
            try:
                os.posix_fallocate(self._file, 0, size)
            except OSError as error:
                if error.errno in NO_SPACE:
                    self.abandon()
                    raise _unwritable(str(self._path), error) from None

    def write(self, content: str | bytes) -> None:
        data = content.encode() if isinstance(content, str) else content
        self.write_parts([data], len(data))

    def write_parts(self, parts: Iterable[bytes], size: int) -> None:
        """Write parts of ``size`` bytes together. Raises UsageError."""
        try:
            if self._regular:
                os.ftruncate(self._file, size)
            with os.fdopen(self._file, "wb") as file:
                file.writelines(parts)
        except OSError as error:
            raise _unwritable(str(self._path), error) from None

    def abandon(self) -> None:
        with contextlib.suppress(OSError):
            if self._regular:
                os.ftruncate(self._file, self._size)
            os.close(self._file)
            if self._new and self._regular:
                self._path.unlink()


def refuse_unwritable(*paths: Path | None) -> None:
    """Find out before the work that a report would have nowhere to go. Raises UsageError."""
    for path in paths:
        if path is not None and str(path) != "-" and (path.is_dir() or not path.parent.is_dir()):
            raise UsageError(f"{path} cannot be written.", "Name a file in a folder that exists.")


def refuse_links(project: Path, *paths: Path | None) -> None:
    """A link that the project brings would lead a report anywhere. Raises UsageError."""
    start = project.resolve()
    above = [folder for folder in (start, *start.parents) if os.path.lexists(folder / ".git")]
    root = above[0] if above else start
    for path in paths:
        if path is None or str(path) == "-":
            continue
        named = Path(os.path.normpath(Path.cwd() / path))
        real = os.path.realpath(named)
        if named.is_relative_to(root) and os.path.normcase(real) != os.path.normcase(named):
            raise UsageError(
                f"{path} is a link of the project, or behind one, and leads to {real}.",
                "Name a file outside the project, or one that is no link.",
            )


def write_file(path: Path, content: bytes) -> None:
    """Write what the user asked for by name; ``-`` is stdout. Raises UsageError."""
    file = sink(path)
    file.reserve(len(content))
    file.write(content)


def write_parts(path: Path, parts: Iterable[str]) -> None:
    """The same for a text that may be larger than the memory. Raises UsageError."""
    with tempfile.TemporaryFile() as whole:
        for part in parts:
            whole.write(part.encode("utf-8", "backslashreplace"))
        size = whole.tell()
        whole.seek(0)
        file = sink(path)
        file.reserve(size)
        file.write_parts(iter(lambda: whole.read(_PART), b""), size)


def _unwritable(what: str, error: OSError) -> UsageError:
    return UsageError(f"{what} cannot be written: {error.strerror}.", "Name a file that can be.")
