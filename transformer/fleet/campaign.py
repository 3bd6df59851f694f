"""A run over the jobs that wait: a bounded number at a time, each recorded as it lands."""

from __future__ import annotations

import json
import tempfile
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Future, wait
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, fields
from itertools import islice
from pathlib import Path
from typing import Any

from transformer.fleet.executors import Workers
from transformer.fleet.job import Job, Result
from transformer.fleet.limits import Limits
from transformer.fleet.manifest import Repository
from transformer.fleet.messages import filled
from transformer.fleet.state import Row, Store, copy
from transformer.fleet.states import State
from transformer.fleet.work import run
from transformer.fleet.work_folder import WorkFolder
from transformer.printable import shown_text

_AHEAD = 2
"""Jobs that are handed over per worker: one runs, one waits."""


@contextmanager
def opened(root: Path) -> Iterator[tuple[WorkFolder, Store]]:
    """A work folder and its state, for this process alone.

    Raises UsageError, and Refused where a batch runs in it.
    """
    folder = WorkFolder(root)
    with folder.open(), closing(Store(folder.state)) as store:
        yield folder, store


@contextmanager
def copied(root: Path) -> Iterator[Store]:
    """The state of a work folder as it is now, to try a run on. Raises UsageError."""
    folder = WorkFolder(root)
    folder.check()
    with tempfile.TemporaryDirectory() as place:
        file = Path(place, folder.state.name)
        if folder.state.exists():
            copy(folder.state, file)
        with closing(Store(file)) as store:
            yield store


@dataclass(frozen=True)
class Plan:
    """What is the same for all jobs of a run. ``branch`` and ``message`` are templates.

    ``commits`` are those of a lock file, by key. ``here``: the jobs run on this machine.
    """

    branch: str
    message: str = ""
    limits: Limits = field(default_factory=Limits)
    verify: bool = False
    commits: Mapping[str, str] = field(default_factory=dict)
    here: bool = True


@dataclass
class Campaign:
    """``landed`` is told of each result, with the number of results so far."""

    folder: WorkFolder
    store: Store
    plan: Plan
    landed: Callable[[Result, int], None]

    def run(
        self, workers: Workers, repositories: Mapping[str, Repository], limit: int | None = None
    ) -> int:
        """Do the jobs that wait, at most ``limit``; how many ended.

        What was recorded stays, whatever ends the run.
        """
        rows = self.store.rows(repositories)
        waiting = (row.key for row in rows if row.state is State.WAITING)
        jobs = (self._job(repositories[key]) for key in islice(waiting, limit))
        ended = 0
        with self.folder.results.open("a", encoding="utf-8") as log:
            for result in results(workers, run, jobs, self.store.began):
                self.record(result, log.write)
                log.flush()
                ended += 1
                self.landed(result, ended)
        return ended

    def _job(self, repository: Repository) -> Job:
        plan = self.plan
        return Job(
            repository,
            filled(plan.branch, repository),
            plan.limits,
            plan.commits.get(repository.key, ""),
            str(self.folder.scratch.absolute()) if plan.here else "",
            plan.message,
            plan.verify,
        )

    def record(self, result: Result, append: Callable[[str], object]) -> None:
        """First the papers, then the row, which ends the job, then the line for who reads along."""
        self.folder.keep(result.key, result.files)
        told = _told(result)
        self.store.finish(result, told)
        append(json.dumps({"schema": 1, "repository": result.key, **told}) + "\n")


def rewrite_results(folder: WorkFolder, rows: Iterator[Row]) -> None:
    """Have one line for each job that ended: a killed run may have left one out, or half a line."""
    lines = (
        json.dumps({"schema": 1, "repository": row.key, **row.result}) + "\n"
        for row in rows
        if row.state is not State.WAITING
    )
    folder.write(folder.results.name, lines)


def _told(result: Result) -> dict[str, Any]:
    names = [each.name for each in fields(result) if each.name not in ("key", "files")]
    told = {name: getattr(result, name) for name in names}
    return {**told, "state": result.state.value, "papers": sorted(result.files)}


def results(
    workers: Workers,
    do: Callable[[Job], Result],
    jobs: Iterator[Job],
    began: Callable[[str], None] = lambda key: None,
) -> Iterator[Result]:
    """The results of ``do`` as they land; ``began`` is told of each job that is handed over.

    Where a worker dies, any of the jobs that ran may have done it: each is run again by itself.
    """
    running: dict[Future[Result], Job] = {}
    suspects: deque[Job] = deque()
    while True:
        if suspects and not running:
            job = suspects.popleft()
            began(job.key)
            yield _alone(workers, do, job)
            continue
        while not suspects and len(running) < workers.count * _AHEAD:
            job_ = next(jobs, None)
            if job_ is None:
                break
            began(job_.key)
            try:
                running[workers.submit(do, job_)] = job_
            except BrokenExecutor:
                suspects.append(job_)
        if not running:
            if not suspects:
                return
            workers.renew()
            continue
        broken = False
        for future in wait(running, return_when=FIRST_COMPLETED).done:
            job = running.pop(future)
            try:
                yield future.result()
            except BrokenExecutor:
                suspects.append(job)
                broken = True
            except Exception as error:
                yield _lost(job, error)
        if broken:
            # All that ran with it is lost, too.
            suspects.extend(running.values())
            running.clear()
            workers.renew()


def _alone(workers: Workers, do: Callable[[Job], Result], job: Job) -> Result:
    try:
        return workers.submit(do, job).result()
    except BrokenExecutor:
        workers.renew()
        return _lost(job, None)
    except Exception as error:
        return _lost(job, error)


def _lost(job: Job, error: Exception | None) -> Result:
    """The result of a job whose worker gave none."""
    message = "Its worker was ended from outside, or ran out of memory."
    if error is not None:
        message = shown_text(f"Its worker gave no result: {type(error).__name__}: {error}")
    return Result(job.key, State.FAILED, "worker-died", message)
