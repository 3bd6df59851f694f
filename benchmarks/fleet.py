"""What a batch costs: workers against one worker, and what a campaign weighs.

    python -m benchmarks.fleet workers [--repositories 200] [--dask]
    python -m benchmarks.fleet weights [--repositories 200 2000 100000]

``workers`` runs the same batch with one worker and with two, in turns, and prints the ratio of the
wall clocks; it wants two idle processors. ``weights`` records results such as real ones and prints
the bytes of each file of the work folder, and the memory that it took to record and to sum up.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from distributed import Client

from tests.fleet.kinds import KINDS
from transformer.fleet.campaign import Campaign, Plan
from transformer.fleet.job import Job, Result
from transformer.fleet.manifest import read_manifest
from transformer.fleet.state import Store
from transformer.fleet.states import FINAL
from transformer.fleet.summary.write import write
from transformer.fleet.work_folder import WorkFolder

# A repository that hangs measures the time limit, not the workers.
NAMES = [name for name in KINDS if name != "hanging"]
DASK = [sys.executable, "-m", "dask"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    workers = commands.add_parser("workers")
    workers.add_argument("--repositories", type=int, default=200)
    workers.add_argument("--dask", action="store_true", help="also on a cluster of this machine")
    weights = commands.add_parser("weights")
    weights.add_argument("--repositories", type=int, nargs="+", default=[200, 2000, 100_000])
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        if args.command == "workers":
            compare(Path(folder), args.repositories, args.dask)
        else:
            for count in args.repositories:
                # In a process of its own: memory that was used once is counted for good.
                call = "from benchmarks.fleet import weigh; weigh"
                code = f"{call}({str(Path(folder, str(count)))!r}, {count})"
                subprocess.run([sys.executable, "-c", code], check=True)


def compare(work: Path, count: int, dask: bool) -> None:
    for number in range(count):
        name = NAMES[number % len(NAMES)]
        KINDS[name][0](work / "repos" / f"{number:03} {name}")
    (work / "fleet.txt").write_text("repos/*\n")
    took = {number: batch(work, "--jobs", str(number)) for number in (1, 2)}
    tell("processes", count, took)
    if not dask:
        return
    took = {}
    for number in (1, 2):
        with cluster(work, number) as address:
            took[number] = batch(work, "--jobs", str(number), "--scheduler", address)
    tell("Dask workers", count, took)


def batch(work: Path, *args: str) -> float:
    """Seconds of the wall clock."""
    shutil.rmtree(work / "usershift-batch", ignore_errors=True)
    started = time.monotonic()
    call = [sys.executable, "-m", "usershift", "batch", "fleet.txt", *args]
    done = subprocess.run(call, cwd=work, stderr=subprocess.PIPE, text=True, check=False)
    seconds = time.monotonic() - started
    assert done.returncode in (0, 1), done.stderr
    return seconds


def tell(what: str, count: int, took: dict[int, float]) -> None:
    ratio = took[2] / took[1]
    print(
        f"{count} repositories on {what}: one {took[1]:.1f} s, two {took[2]:.1f} s,"
        f" ratio {ratio:.2f}"
    )


@contextlib.contextmanager
def cluster(work: Path, workers: int) -> Iterator[str]:
    """The address of a scheduler of Dask with workers of one thread."""
    file = work / f"scheduler-{workers}.json"
    found = ["--scheduler-file", str(file), "--no-dashboard"]
    options = ["--host", "127.0.0.1", "--port", "0"]
    many = ["--nworkers", str(workers), "--nthreads", "1", "--local-directory", str(work / "dask")]
    with contextlib.ExitStack() as started:
        for command in (["scheduler", *found, *options], ["worker", *found, *many]):
            process = subprocess.Popen([*DASK, *command], stderr=subprocess.DEVNULL, cwd=work)
            started.callback(process.wait)
            started.callback(process.terminate)
            while not file.exists() or not file.read_text():
                time.sleep(0.1)
        address = json.loads(file.read_text())["address"]
        # A worker that still starts would be measured as one that works.
        with Client(address, set_as_default=False) as client:
            client.wait_for_workers(workers)
        yield address


def weigh(folder: str, count: int) -> None:
    """Record so many results, and say what they weigh."""
    repositories = read_manifest(
        "".join(f"https://example.org/team-{n % 90}/project-{n}.git\n" for n in range(count)),
        *("fleet.txt", Path()),
    )
    work = WorkFolder(Path(folder))
    started = time.monotonic()
    with work.open():
        store = Store(work.state)
        store.enter(repositories)
        campaign = Campaign(work, store, Plan("usershift"), lambda result, number: None)
        with work.results.open("a") as log:
            for number, one in enumerate(repositories):
                campaign.record(result_of(Job(one, "usershift"), number), log.write)
        recorded = time.monotonic()
        write(work, store)
        store.close()
    summed = time.monotonic()
    names = ("state.sqlite3", "results.jsonl", "summary.jsonl", "summary.csv", "summary.html")
    sizes = ", ".join(f"{name} {size(work.root / name)}" for name in names)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{count} repositories: {sizes}; recorded in {recorded - started:.1f} s,"
        f" summed up in {summed - recorded:.1f} s, at most {memory:.0f} MiB of memory"
    )


def result_of(job: Job, number: int) -> Result:
    return Result(
        job.key,
        FINAL[number % len(FINAL)],
        message="The app label 'users' is taken: the app users has it." * (number % 3),
        commit=f"{number:040x}",
        branch="usershift",
        head=f"{number:040x}",
        django="4.2.16",
        strategy="bridge",
        title="Move from auth.User to users.User",
        changed=number % 90,
        edits=number % 300,
        findings={"todo": number % 4, "review": 2, "note": 3},
        seconds=2.5,
        steps={"clone": 0.1, "assess": 0.9, "migrate": 1.2, "deliver": 0.2},
    )


def size(path: Path) -> str:
    return f"{path.stat().st_size / 2**20:.2f} MiB"


if __name__ == "__main__":
    main()
