"""The same jobs on a cluster of Dask: a scheduler and two workers of this machine."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.called import usershift
from tests.fleet import kinds

pytest.importorskip("distributed", reason="dask.distributed is not installed")


@pytest.fixture
def scheduler(tmp_path: Path) -> Iterator[str]:
    """The address of a scheduler with two workers, started as the documentation says."""
    dask = [sys.executable, "-m", "dask"]
    file = tmp_path / "scheduler.json"
    found = ["--scheduler-file", str(file), "--no-dashboard"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": tmp_path}
    options = ["--host", "127.0.0.1", "--port", "0"]
    processes = [subprocess.Popen([*dask, "scheduler", *found, *options], **quiet)]  # type: ignore[call-overload]
    workers = ["--nworkers", "2", "--nthreads", "1", "--local-directory", str(tmp_path / "space")]
    try:
        while not file.exists() or not file.read_text():
            assert processes[0].poll() is None
            time.sleep(0.1)
        processes.append(subprocess.Popen([*dask, "worker", *found, *workers], **quiet))  # type: ignore[call-overload]
        yield json.loads(file.read_text())["address"]
    finally:
        for process in reversed(processes):
            process.terminate()
        for process in processes:
            process.wait(30)


def test_a_batch_on_two_workers(tmp_path: Path, scheduler: str) -> None:
    names = ("fine", "not-django", "without-commit")
    for name in names:
        kinds.KINDS[name][0](tmp_path / "repos" / name)
    (tmp_path / "fleet.txt").write_text("repos/*\n")
    done = usershift(tmp_path, "batch", "fleet.txt", "--scheduler", scheduler, "--jobs", "2")
    assert done.returncode == 1, done.stderr
    lines = (tmp_path / "usershift-batch" / "summary.jsonl").read_text().splitlines()
    entries = {entry["name"]: entry for entry in map(json.loads, lines)}
    assert {name: entries[name]["state"] for name in names} == {
        name: kinds.KINDS[name][1] for name in names
    }
    papers = tmp_path / "usershift-batch" / entries["fine"]["folder"]
    assert (papers / "changes.patch").stat().st_size > 1000
    # A retry is another call, and no answer from the memory of the cluster.
    again = ("--retry", "failed", "--scheduler", scheduler)
    assert "[1/1] failed" in usershift(tmp_path, "batch", "fleet.txt", *again).stderr


def test_a_scheduler_that_is_not_there(tmp_path: Path) -> None:
    kinds.fine(tmp_path / "repos" / "fine")
    (tmp_path / "fleet.txt").write_text("repos/fine\n")
    done = usershift(tmp_path, "batch", "fleet.txt", "--scheduler", "tcp://127.0.0.1:9")
    assert done.returncode == 2
    assert "tcp://127.0.0.1:9 is not reached" in done.stderr
