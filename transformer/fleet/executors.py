"""Where the jobs run: processes of this machine, or a cluster of Dask that is there already.

Both are ``concurrent.futures`` executors, and both are given the same function.
"""

from __future__ import annotations

import contextlib
import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from importlib import import_module
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Any, Protocol

from transformer.errors import UsageError
from transformer.fleet import limits
from transformer.fleet.job import Job, Result


class Workers(Protocol):
    """``count`` jobs run at the same time. A worker that died raises BrokenExecutor."""

    count: int

    def submit(self, do: Callable[[Job], Result], job: Job) -> Future[Result]: ...

    def renew(self) -> None:
        """Go on after a worker died."""

    def stop(self) -> None:
        """End what runs, and wait for nothing."""


class Local:
    """Processes of this machine."""

    def __init__(self, count: int) -> None:
        self.count = count
        # Spawned: no process takes over the files, locks and threads of this one.
        self._context = get_context("spawn")
        # It is closed by `stop`, and by the end of this process, however it ends.
        self._watched, self._open = self._context.Pipe(duplex=False)
        self._pool = self._started()

    def submit(self, do: Callable[[Job], Result], job: Job) -> Future[Result]:
        return self._pool.submit(do, job)

    def renew(self) -> None:
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._pool = self._started()

    def stop(self) -> None:
        self._open.close()
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _started(self) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(
            self.count, self._context, initializer=_prepare, initargs=(self._watched,)
        )


class Dask:
    """A cluster of ``dask.distributed``; usershift is installed on its workers."""

    def __init__(self, address: str, count: int | None) -> None:
        try:
            connect: Any = import_module("distributed").Client
        except ImportError:
            raise UsageError(
                "--scheduler needs dask.distributed, which is not installed.",
                "Install `django-usershift[dask]`, here and on the workers.",
            ) from None
        try:
            self._client = connect(address, timeout=20, set_as_default=False)
        except (OSError, ValueError, TimeoutError) as error:
            raise UsageError(f"--scheduler: {address} is not reached: {error}.") from None
        # Dask takes calls with equal arguments for one call, and would answer a retry from memory.
        self._executor: Executor = self._client.get_executor(pure=False)
        threads = sum(self._client.nthreads().values())
        self.count = count or max(1, threads)

    def submit(self, do: Callable[[Job], Result], job: Job) -> Future[Result]:
        return self._executor.submit(do, job)

    def renew(self) -> None:
        """Dask starts its workers anew by itself."""

    def stop(self) -> None:
        with contextlib.suppress(Exception):
            self._client.close(timeout=5)


@contextlib.contextmanager
def workers(count: int, scheduler: str | None) -> Iterator[Workers]:
    """The workers; they end with the block."""
    made: Any = Dask(scheduler, count or None) if scheduler else Local(count or _processors())
    try:
        yield made
    finally:
        made.stop()


def _processors() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _prepare(parent: Connection) -> None:
    """In a worker: Ctrl-C is the parent's, and with the parent everything ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    threading.Thread(target=_watch, args=(parent,), daemon=True).start()


def _watch(parent: Connection) -> None:
    parent.poll(None)
    limits.end_all()
    os._exit(1)
