"""Become a command that has limits: ``python -I -S confined.py PARENT MEMORY FILE SECONDS ...``.

Then comes the command. PARENT is the process that watches it; memory and the size of one file are
in bytes, the seconds are of the processor. It is a script of its own, since setting limits between
fork and exec is not safe where the caller has threads.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys


def main(parent: int, memory: int, file: int, seconds: int, command: list[str]) -> None:
    with contextlib.suppress(ImportError):
        import resource

        wanted = {"AS": memory, "FSIZE": file, "CPU": seconds, "CORE": 0}
        for name, value in wanted.items():
            kind = getattr(resource, f"RLIMIT_{name}", None)
            if kind is None:
                continue
            # Some systems know a limit by name and take no value for it.
            with contextlib.suppress(ValueError, OSError):
                most = resource.getrlimit(kind)[1]
                value = value if most == resource.RLIM_INFINITY else min(value, most)
                resource.setrlimit(kind, (value, value))
    if sys.platform == "linux":
        _end_with(parent)
    os.execvp(command[0], command)


def _end_with(parent: int) -> None:
    """Have the kernel end the command when whoever watches it is killed."""
    with contextlib.suppress(ImportError, OSError, AttributeError):
        import ctypes

        set_parent_death_signal = 1
        ctypes.CDLL(None).prctl(set_parent_death_signal, int(signal.SIGTERM), 0, 0, 0)
    if os.getppid() != parent:
        sys.exit(128 + signal.SIGTERM)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:5]), sys.argv[5:])  # type: ignore[call-arg,arg-type]
