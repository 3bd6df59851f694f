"""Work on many files, shared out over processes where the system can fork and it pays.

The facts of a project are found before; the processes inherit them and send back values.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Any, TypeVar

T = TypeVar("T")
R = TypeVar("R")

# Forking and sending values back cost a tenth of a second: what half a megabyte of code takes.
WORTH_SHARING = 1 << 20
_CHUNK_SIZE = 8

_work: Callable[[Any], Any]


def available() -> int:
    """How many processes can work at the same time on this machine."""
    if sys.platform != "linux" or not hasattr(os, "fork"):
        return 1  # elsewhere a fork is not safe, or there is none
    return min(len(os.sched_getaffinity(0)), 8)


def shared_out(work: Callable[[T], R], items: Sequence[T], jobs: int) -> list[R]:
    """``[work(item) for item in items]``, by up to ``jobs`` processes; an error of one is raised.

    With other threads about it is done here: a fork would copy their locks, but not them.
    """
    jobs = min(jobs, available(), len(items) // _CHUNK_SIZE)
    if jobs < 2 or threading.active_count() > 1:
        return [work(item) for item in items]
    context = multiprocessing.get_context("fork")
    try:
        with ProcessPoolExecutor(jobs, context, _begin, (work,)) as pool:
            return list(pool.map(_do, items, chunksize=_CHUNK_SIZE))
    except BrokenProcessPool:
        # Something from outside ended one: a machine short of memory does.
        return [work(item) for item in items]


def _begin(work: Callable[[Any], Any]) -> None:
    global _work
    _work = work
    # Ctrl-C goes to all; the first process answers for it and ends the others.
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _do(item: Any) -> Any:
    return _work(item)
