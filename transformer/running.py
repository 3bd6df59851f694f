"""Running commands so that nothing of them is left: each in a process group of its own."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

_PATIENCE = 5.0
"""For how many seconds a command may tidy up once it was told to end."""


@dataclass(frozen=True)
class Done:
    """``status`` is None where the time limit ended it."""

    status: int | None
    out: str
    err: str
    seconds: float

    @property
    def last_words(self) -> str:
        """The end of what it said, for a person."""
        return "\n".join((self.err.strip() or self.out.strip()).splitlines()[-8:])


def run(command: Sequence[str], folder: Path, environment: Mapping[str, str], limit: float) -> Done:
    """Run a command to its end, or for ``limit`` seconds.

    Whatever it has started ends with it, and also where an exception ends us. Raises OSError where
    it cannot be started.
    """
    started = time.monotonic()
    # Files and not pipes: a child that lives on would keep a pipe open.
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=err,
            start_new_session=True,
        )
        status: int | None
        try:
            status = process.wait(limit)
        except subprocess.TimeoutExpired:
            status = None
        finally:
            end_group(process)
        return Done(status, _text(out), _text(err), time.monotonic() - started)


def _text(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode("utf-8", "replace")


def end_group(process: subprocess.Popen[bytes]) -> None:
    """End a process that leads a group of its own, and the group, also what outlived its leader.

    First they are asked to: usershift puts files back then, and git removes its locks.
    """
    for number, patience in ((signal.SIGTERM, _PATIENCE), (signal.SIGKILL, 1.0)):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, number)
            end = time.monotonic() + patience
            while time.monotonic() < end:
                process.poll()
                os.killpg(process.pid, 0)
                time.sleep(0.02)
    process.wait()
