"""What a batch costs: workers against one worker, and what a campaign weighs.

    python -m benchmarks.fleet workers [--repositories 200] [--dask]
    python -m benchmarks.fleet weights [--repositories 200 2000 8000] [--write]

``workers`` runs the same batch with one worker and with two, in turns, and prints the ratio of the
wall clocks; it wants two idle processors. ``weights`` runs campaigns whose results are there at
once, and prints the bytes of the work folder's files, and the memory and the time that the parent
took; ``--write`` puts them into the documentation.
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
from concurrent.futures import Future
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from benchmarks.pages import write_down
from tests.fleet.kinds import KINDS, LIMITED
from transformer.fleet.campaign import Campaign, Plan, opened
from transformer.fleet.job import Job, Result
from transformer.fleet.manifest import read_manifest
from transformer.fleet.states import FINAL
from transformer.fleet.summary.write import write

# A repository that hangs measures the time limit, not the workers.
NAMES = [name for name in KINDS if name not in LIMITED]
PLANNED = 100_000
DASK = [sys.executable, "-m", "dask"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    workers = commands.add_parser("workers")
    workers.add_argument("--repositories", type=int, default=200)
    workers.add_argument("--dask", action="store_true", help="also on a cluster of this machine")
    weights = commands.add_parser("weights")
    weights.add_argument("--repositories", type=int, nargs="+", default=[200, 2000, 8000])
    weights.add_argument("--write", action="store_true", help="put the figures into docs/fleet.md")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        if args.command == "workers":
            compare(Path(folder), args.repositories, args.dask)
        else:
            found = [weighed(Path(folder, str(count)), count) for count in args.repositories]
            print(table(found), end="")
            if args.write:
                write_down("fleet.md", "fleet.py: weights", table(found))


def weighed(folder: Path, count: int) -> Weights:
    """In a process of its own: memory that was used once is counted for good."""
    code = f"from benchmarks.fleet import weigh; weigh({str(folder)!r}, {count})"
    done = subprocess.run([sys.executable, "-c", code], check=True, stdout=subprocess.PIPE)
    return Weights(**json.loads(done.stdout))


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
        f" ratio {ratio:.2f}; {took[1] / count:.2f} s a repository",
        flush=True,
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
        from distributed import Client  # it would be weighed otherwise

        # A worker that still starts would be measured as one that works.
        with Client(address, set_as_default=False) as client:
            client.wait_for_workers(workers)
        yield address


@dataclass(frozen=True)
class Weights:
    """What a campaign of so many repositories weighs: sizes in MiB, seconds of the parent."""

    count: int
    state: float
    page: float
    results: float
    memory: float
    recorded: float
    summed: float


class Instant:
    """Workers that have every result at once, so that what is measured is the parent."""

    count = 2

    def __init__(self) -> None:
        self.number = 0

    def submit(self, do: object, job: Job) -> Future[Result]:
        future: Future[Result] = Future()
        future.set_result(result_of(job, self.number))
        self.number += 1
        return future

    def renew(self) -> None:
        """Nothing of them ends."""


def weigh(folder: str, count: int) -> None:
    """Run a campaign of so many repositories, and print its weights as JSON."""
    repositories = read_manifest(
        (f"https://example.org/team-{n % 90}/project-{n}.git" for n in range(count)),
        *("fleet.txt", Path()),
    )
    started = time.monotonic()
    with opened(Path(folder)) as (work, store):
        store.enter(repositories.values())
        campaign = Campaign(work, store, Plan("usershift"), lambda result, number: None)
        assert campaign.run(Instant(), repositories) == count
        recorded = time.monotonic()
        write(work, store)
    summed = time.monotonic()
    names = ("state.sqlite3", "summary.html", "results.jsonl")
    sizes = [(work.root / name).stat().st_size / 2**20 for name in names]
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    found = Weights(count, *sizes, memory, recorded - started, summed - recorded)
    print(json.dumps(asdict(found)))


def plan(small: Weights, large: Weights) -> Weights:
    """What PLANNED repositories weigh, by what the larger measurement has more than the smaller.

    Below 2,000 SQLite's own memory still grows, up to its limit.
    """

    def line(name: str) -> float:
        one, other = getattr(small, name), getattr(large, name)
        each = (other - one) / (large.count - small.count)
        return float(other + each * (PLANNED - large.count))

    names = [each.name for each in fields(Weights) if each.name != "count"]
    return Weights(PLANNED, *map(line, names))


ROWS = (
    ("`state.sqlite3`", lambda w: f"{w.state:.2f} MiB"),
    ("`summary.html`", lambda w: f"{w.page:.2f} MiB"),
    ("`results.jsonl`", lambda w: f"{w.results:.2f} MiB"),
    ("memory of the process that keeps the state", lambda w: f"{w.memory:.1f} MiB"),
    ("its time for each repository", lambda w: f"{1000 * w.recorded / w.count:.1f} ms"),
    ("its time for the summary", lambda w: f"{w.summed:.1f} s"),
)


def table(found: list[Weights]) -> str:
    """The figures as Markdown, the last column planned."""
    columns = [*found, plan(*found[-2:])]
    heads = [f"{each.count:,}" for each in found] + [f"{PLANNED:,} (planned)"]
    lines = [f"| | {' | '.join(heads)} |", "| --- " * (len(columns) + 1) + "|"]
    lines += [f"| {name} | {' | '.join(map(tell_, columns))} |" for name, tell_ in ROWS]
    return "\n".join(lines) + "\n"


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
        steps={"clone": 0.1, "migrate": 1.5, "deliver": 0.2},
    )


if __name__ == "__main__":
    main()
