"""Tidy up after a proof, however it ended: ``python -I -S janitor.py FOLDER``, a pipe as input.

While the proof runs, its end of the pipe is open. A line of JSON on it names a command to run at
the end, with its folder and environment. When the pipe ends, the processes that work below the
folder are ended, the commands are run, the last one first, and the folder is removed. It is a
process of its own, since one that is killed, or interrupted twice, does not come to its end.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

_SECONDS = 120.0
"""For each of the commands."""


def main(folder: Path) -> None:
    """Wait for the end of the proof, and tidy up."""
    # Neither Ctrl-C nor the end of a terminal is meant for this process.
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    commands: list[dict[str, Any]] = [json.loads(line) for line in sys.stdin]
    end_processes(folder)
    for each in reversed(commands):
        with contextlib.suppress(OSError, subprocess.SubprocessError):
            subprocess.run(
                each["command"],
                cwd=each["folder"],
                env=each["environment"],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                timeout=_SECONDS,
                check=False,
            )
    shutil.rmtree(folder, ignore_errors=True)


def end_processes(folder: Path) -> None:
    """Kill whatever works below the folder, and what that starts meanwhile."""
    for _ in range(50):
        found = [process for process in below(folder) if process != os.getpid()]
        for process in found:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(process, signal.SIGKILL)
        if not found:
            return
        time.sleep(0.1)


def below(folder: Path) -> Iterator[int]:
    """The processes whose working directory is in the folder, as far as the system shows them."""
    for entry in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if (entry / "cwd").readlink().is_relative_to(folder):
                yield int(entry.name)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
