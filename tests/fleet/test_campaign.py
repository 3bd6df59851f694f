"""The loop over the jobs, with workers that do what a test says; the real ones are elsewhere."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path

import pytest

from tests.fleet.test_state import repositories
from transformer.fleet.campaign import Campaign, Plan, rewrite_results
from transformer.fleet.executors import Local
from transformer.fleet.job import Job, Result
from transformer.fleet.state import Store
from transformer.fleet.states import State
from transformer.fleet.work_folder import WorkFolder


class Own(Local):
    """The real pool of processes, with another function than the real one."""

    def __init__(self, count: int, work: Callable[[Job], Result]) -> None:
        super().__init__(count)
        self.work = work
        self.most = 0
        self.running: set[Future[Result]] = set()

    def submit(self, do: Callable[[Job], Result], job: Job) -> Future[Result]:
        future = super().submit(self.work, job)
        self.running = {one for one in self.running if not one.done()} | {future}
        self.most = max(self.most, len(self.running))
        return future


def fine(job: Job) -> Result:
    return Result(job.key, State.DONE, commit="c" * 40, files={"report.html": b"page"})


def deadly(job: Job) -> Result:
    if job.key.endswith("r3"):
        os.kill(os.getpid(), signal.SIGKILL)
    return fine(job)


def raising(job: Job) -> Result:
    if job.key.endswith("r3"):
        raise ValueError("no such luck")
    return fine(job)


def campaign(
    tmp_path: Path, work: Callable[[Job], Result], count: int = 9, limit: int | None = None
) -> tuple[Store, WorkFolder, Own]:
    found = repositories("".join(f"r{number}\n" for number in range(count)))
    folder = WorkFolder(tmp_path / "work")
    with folder.open():
        store = Store(folder.state)
        store.enter(found.values())
        pool = Own(2, work)
        try:
            landed: list[int] = []
            run = Campaign(folder, store, Plan("b"), lambda result, number: landed.append(number))
            ended = run.run(pool, found, limit)
        finally:
            pool.stop()
        assert landed == list(range(1, ended + 1))
    return store, folder, pool


def test_every_job_is_recorded_once_with_its_papers(tmp_path: Path) -> None:
    store, folder, pool = campaign(tmp_path, fine)
    rows = list(store.rows())
    assert {row.state for row in rows} == {State.DONE}
    assert {row.attempts for row in rows} == {1}
    assert all((folder.papers(row.key) / "report.html").read_bytes() == b"page" for row in rows)
    lines = [json.loads(line) for line in folder.results.read_text().splitlines()]
    assert sorted(line["repository"] for line in lines) == [row.key for row in rows]
    assert pool.most <= 4, "more jobs were handed over than two for each worker"


def test_a_limit_leaves_the_others_waiting(tmp_path: Path) -> None:
    store, _, _ = campaign(tmp_path, fine, limit=4)
    assert [row.state is State.DONE for row in store.rows()] == [True] * 4 + [False] * 5


@pytest.mark.parametrize("work", [deadly, raising])
def test_a_worker_that_dies_fails_its_own_job_alone(
    tmp_path: Path, work: Callable[[Job], Result]
) -> None:
    store, _, _ = campaign(tmp_path, work)
    found = {row.name: row for row in store.rows()}
    assert found.pop("r3").result["code"] == "worker-died"
    assert {row.state for row in found.values()} == {State.DONE}


def test_lines_that_a_killed_run_left_half_are_written_anew(tmp_path: Path) -> None:
    store, folder, _ = campaign(tmp_path, fine, 3)
    whole = folder.results.read_text()
    folder.results.write_text(whole[:-20])
    folder.scratch.mkdir()
    rewrite_results(folder, store.rows())
    assert sorted(folder.results.read_text().splitlines()) == sorted(whole.splitlines())
