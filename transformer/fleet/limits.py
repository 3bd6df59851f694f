"""One command of a job: in its own process group, without a terminal, with an end to everything."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from transformer.fleet import confined
from transformer.running import end_group

MEBIBYTE = 1 << 20
_KEPT_OUTPUT = 64 * 1024
_BLOCK = 4096
_LONGEST_PAUSE = 10.0
# After SIGTERM, usershift puts files back and git removes its locks.
_GRACE = 5.0


@dataclass(frozen=True)
class Limits:
    """Of one job as a whole in ``seconds``; of each of its processes in mebibytes of ``memory``.

    ``disk``: what the job's folder may hold, in mebibytes; each file counts as a block at least.
    """

    seconds: float = 900
    memory: int = 4096
    disk: int = 4096


@dataclass(frozen=True)
class Ended:
    """``exceeded`` names the limit that ended it, ``time`` or ``disk``; else empty."""

    status: int
    stdout: bytes
    stderr: bytes
    exceeded: str = ""


running: set[int] = set()
"""The process groups of the commands that this process waits for now."""


@dataclass(frozen=True)
class Runner:
    """Runs the commands of one job. ``folder`` is all that it may fill; ``end`` is monotonic."""

    folder: Path
    limits: Limits
    end: float

    def __call__(
        self, command: Sequence[str], where: Path, env: Mapping[str, str], stdin: bytes = b""
    ) -> Ended:
        """The ended process, whatever its status; of its output, the last 64 KiB."""
        given, out, err = (self.folder / name for name in ("stdin", "stdout", "stderr"))
        given.write_bytes(stdin)
        with given.open("rb") as stdin_, out.open("wb") as stdout, err.open("wb") as stderr:
            process = subprocess.Popen(
                [*self._confined(), *command],
                cwd=where,
                env=dict(env),
                stdin=stdin_,
                stdout=stdout,
                stderr=stderr,
                start_new_session=True,
            )
        with _ended(process):
            exceeded = self._wait(process)
        return Ended(process.returncode, _tail(out), _tail(err), exceeded)

    def _confined(self) -> list[str]:
        limits = self.limits
        sizes = (limits.memory * MEBIBYTE, limits.disk * MEBIBYTE, int(limits.seconds) + 60)
        given = map(str, (os.getpid(), *sizes))
        script = str(Path(confined.__file__).resolve())
        return [sys.executable, "-I", "-S", script, *given]

    def _wait(self, process: subprocess.Popen[bytes]) -> str:
        """Until it ends, or has to be ended: then for which limit."""
        most = self.limits.disk * MEBIBYTE
        pause, measured = 0.5, 0.0
        while True:
            left = self.end - time.monotonic()
            try:
                process.wait(max(0.0, min(left, pause)))
                return ""
            except subprocess.TimeoutExpired:
                if left <= 0:
                    return "time"
            # Looking at a large tree takes long: most of the time nobody looks.
            started = time.monotonic()
            if size_of(self.folder, most) > most:
                return "disk"
            measured = time.monotonic() - started
            pause = min(max(0.5, 10 * measured), _LONGEST_PAUSE)


def size_of(folder: Path, most: int) -> int:
    """The bytes below a folder, counted until they are more than ``most``.

    The smallest file takes a block: ten objects of git can be ten million files of two bytes.
    """
    size = 0
    for place, folders, names in os.walk(folder):
        size += len(folders) * _BLOCK
        for name in names:
            with contextlib.suppress(OSError):
                size += max(_BLOCK, Path(place, name).lstat().st_size)
        if size > most:
            break
    return size


def end_all() -> None:
    """End the commands of this process, which itself is about to end."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        groups = [group for group in tuple(running) if _signal(group, number)]
        end = time.monotonic() + _GRACE
        while groups and time.monotonic() < end:
            time.sleep(0.05)
            groups = [group for group in groups if _signal(group, 0)]


@contextlib.contextmanager
def _ended(process: subprocess.Popen[bytes]) -> Iterator[None]:
    """Leave nothing of the command running, whatever happens."""
    running.add(process.pid)
    try:
        yield
    finally:
        end_group(process)
        running.discard(process.pid)


def _signal(group: int, number: int) -> bool:
    """Whether anybody was there to receive it."""
    try:
        os.killpg(group, number)
    except (ProcessLookupError, PermissionError):
        return False
    return True


def _tail(path: Path) -> bytes:
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - _KEPT_OUTPUT))
        return file.read()
