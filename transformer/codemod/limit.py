"""A limit on the time that one file may take: machine-made code can hold a thousand functions."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

SECONDS = 120.0
# A dump of a million rows takes its time, and no more for each row than one of a thousand.
_SECONDS_A_MEGABYTE = 3.0


class TooLong(Exception):
    """The file took more than its time."""


def seconds_for(size: int) -> float:
    """What a file of so many bytes may take."""
    return SECONDS + _SECONDS_A_MEGABYTE * (size >> 20)


@contextmanager
def limited(seconds: float) -> Iterator[None]:
    """Raise TooLong in the block once it has used so many seconds of the processor.

    Not of the clock: how busy the machine is must not decide what is edited. Only where the system
    has such a timer, and in the main thread, which alone can be told.
    """
    if not hasattr(signal, "ITIMER_VIRTUAL") or threading.current_thread() is not (
        threading.main_thread()
    ):
        yield
        return
    previous = signal.signal(signal.SIGVTALRM, _stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, previous)


def _stop(signum: int, frame: FrameType | None) -> None:
    raise TooLong
