from __future__ import annotations

import csv
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.cli.called import usershift
from tests.delivery.shapes import git, snapshot
from tests.fleet import kinds

# `make test` takes these; the whole number is for `make soak`.
FEW = ("fine", "own-user", "not-django", "without-commit", "label-taken")


def fleet(folder: Path, names: tuple[str, ...]) -> dict[str, str]:
    """A repository for each name, below ``repos``, and a manifest; name -> state."""
    for name in names:
        kinds.KINDS[name][0](folder / "repos" / name)
    (folder / "fleet.txt").write_text("".join(f"repos/{name}\n" for name in names))
    return {name: kinds.KINDS[name][1] for name in names}


def found(folder: Path) -> dict[str, str]:
    lines = (folder / "usershift-batch" / "summary.jsonl").read_text().splitlines()
    return {Path(entry["key"]).name: entry["state"] for entry in map(json.loads, lines)}


def test_a_batch_ends_with_every_state_and_touches_no_checkout(tmp_path: Path) -> None:
    wanted = fleet(tmp_path, FEW)
    before = snapshot(tmp_path / "repos")
    (tmp_path / "pages").mkdir()
    asked = ("batch", "fleet.txt", "--jobs", "2", "--report", "pages/a page.html")
    done = usershift(tmp_path, *asked)
    assert done.returncode == 1, done.stderr
    assert found(tmp_path) == wanted
    assert '"../usershift-batch/repositories/' in (tmp_path / "pages/a page.html").read_text()
    assert snapshot(tmp_path / "repos") == before
    work = tmp_path / "usershift-batch"
    assert not (work / "scratch").exists()
    with (work / "summary.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["state"] for row in rows] == list(wanted.values())
    assert (work / rows[0]["folder"] / "changes.patch").stat().st_size > 1000
    suite = ElementTree.parse(work / "junit.xml").getroot()
    assert (suite.get("tests"), suite.get("failures"), suite.get("skipped")) == ("5", "1", "3")
    assert rows[0]["commit"] in (work / "lock.csv").read_text()

    # A second run has nothing to do; a retry does what failed, and nothing else.
    log = sorted((work / "results.jsonl").read_text().splitlines())
    assert usershift(tmp_path, "batch", "fleet.txt").returncode == 1
    assert sorted((work / "results.jsonl").read_text().splitlines()) == log
    git(tmp_path / "repos" / "without-commit", "commit", "-q", "--allow-empty", "-m", "First")
    again = usershift(tmp_path, "batch", "run", "fleet.txt", "--retry", "failed", "--jobs", "1")
    assert again.returncode == 0, again.stderr
    assert "[1/1] not-django" in again.stderr


def test_the_summary_can_go_to_stdout(tmp_path: Path) -> None:
    fleet(tmp_path, ("not-django",))
    done = usershift(tmp_path, "batch", "fleet.txt", "--format", "jsonl", "--jobs", "1")
    assert (done.returncode, json.loads(done.stdout)["state"]) == (0, "not-django")


def test_a_manifest_from_standard_input_and_a_dry_run(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "usershift", "batch", "-", "--dry-run", "--work", tmp_path / "w"],
        input="repos/one\nrepos/two\n",
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr.splitlines() == [
        f"would run: {Path.cwd()}/repos/{n}" for n in ("one", "two")
    ]
    assert not (tmp_path / "w").exists()


def test_a_dry_run_leaves_the_work_folder_as_it_is(tmp_path: Path) -> None:
    fleet(tmp_path, ("not-django", "without-commit"))
    assert usershift(tmp_path, "batch", "fleet.txt", "--jobs", "1").returncode == 1
    before = snapshot(tmp_path)
    tried = usershift(tmp_path, "batch", "fleet.txt", "--retry", "failed", "--dry-run")
    assert tried.stderr == f"would run: {tmp_path / 'repos' / 'without-commit'}\n"
    # Other options have it run again, too.
    (tmp_path / "repos.toml").write_text("repositories = [{source = 'repos/*', app = 'x'}]")
    tried = usershift(tmp_path, "batch", "repos.toml", "-n", "--limit", "1")
    assert tried.stderr == f"would run: {tmp_path / 'repos' / 'not-django'}\n"
    (tmp_path / "repos.toml").unlink()
    assert snapshot(tmp_path) == before


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("nothing.txt",), "nothing.txt cannot be read"),
        (("fleet.txt", "--branch", "{owner}"), "--branch: unknown field `owner`"),
        (("fleet.txt", "--message", "{name"), "--message: "),
        (("fleet.txt", "--only", "zzz"), "No repository of the manifest is chosen"),
        (("fleet.txt", "--shard", "9/8"), "--shard: `9/8` is no shard"),
        (("fleet.txt", "--work", "."), "is not empty, and no batch made it"),
        (("fleet.txt", "--work", ".", "--dry-run"), "is not empty, and no batch made it"),
    ],
)
def test_a_wrong_call_begins_nothing(tmp_path: Path, args: tuple[str, ...], said: str) -> None:
    (tmp_path / "fleet.txt").write_text("repos/one\n")
    done = usershift(tmp_path, "batch", *args)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr.replace("\n", " ")
    assert [path.name for path in tmp_path.iterdir()] == ["fleet.txt"]


def started(folder: Path, *args: str) -> subprocess.Popen[bytes]:
    call = [sys.executable, "-m", "usershift", "batch", "fleet.txt", "--jobs", "2", *args]
    place = {"cwd": folder, "stderr": subprocess.DEVNULL, "start_new_session": True}
    return subprocess.Popen(call, **place)  # type: ignore[call-overload,no-any-return]


SIGNALS = (signal.SIGKILL, signal.SIGTERM, signal.SIGKILL, signal.SIGINT)


def killed_and_resumed(folder: Path, moments: Iterable[float], *args: str) -> None:
    """Kill the batch after so many seconds, again and again, then let it end."""
    for number, seconds in enumerate(moments):
        batch = started(folder, *args)
        try:
            batch.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            os.kill(batch.pid, SIGNALS[number % len(SIGNALS)])
            batch.wait()
    # The workers of a killed batch see that it is gone, and end their commands.
    assert started(folder, *args).wait() in (0, 1)


def each_once(folder: Path) -> None:
    """Every repository has one line of results, and one row that says the same."""
    work = folder / "usershift-batch"
    lines = [json.loads(line) for line in (work / "results.jsonl").read_text().splitlines()]
    states = {line["repository"]: line["state"] for line in lines}
    assert len(lines) == len(states)
    assert {Path(key).name: state for key, state in states.items()} == found(folder)
    assert {path.name for path in (work / "repositories").iterdir()} == {
        Path(json.loads(line)["folder"]).name
        for line in (work / "summary.jsonl").read_text().splitlines()
    }
    assert not (work / "scratch").exists()


def test_a_batch_that_is_killed_and_resumed_ends_the_same(tmp_path: Path) -> None:
    wanted = fleet(tmp_path, (*FEW, "several"))
    killed_and_resumed(tmp_path, (2, 4))
    assert found(tmp_path) == wanted
    each_once(tmp_path)


@pytest.mark.soak
def test_two_hundred_of_all_kinds_killed_at_twenty_random_moments(tmp_path: Path) -> None:
    seed = int(os.environ.get("USERSHIFT_SEED") or time.time())
    print(f"USERSHIFT_SEED={seed}")  # a test that fails shows it
    chance = random.Random(seed)
    others = [name for name in kinds.KINDS if name != "hanging"]
    names = [others[number % len(others)] for number in range(198)]
    # One keeps a worker from the beginning to its limit, after each kill again.
    names = [*names[:9], "hanging", *names[9:], "hanging"]
    wanted = {}
    for number, name in enumerate(names):
        make, state = kinds.KINDS[name]
        make(tmp_path / "repos" / f"{number:03} {name}")
        wanted[f"{number:03} {name}"] = state
    (tmp_path / "fleet.txt").write_text("".join(f"repos/{name}\n" for name in wanted))
    before = snapshot_of_files(tmp_path / "repos")
    moments = [chance.uniform(0.2, 40) for _ in range(20)]
    limits = ("--time-limit", "240", "--disk-limit", str(kinds.DISK))
    killed_and_resumed(tmp_path, moments, *limits)
    assert found(tmp_path) == wanted
    each_once(tmp_path)
    assert snapshot_of_files(tmp_path / "repos") == before
    assert not (tmp_path / "repos" / "it-ran").exists()
    commands = subprocess.run(["ps", "-e", "-o", "args="], capture_output=True, check=True)
    assert os.fsencode(tmp_path / "usershift-batch") not in commands.stdout


def snapshot_of_files(folder: Path) -> dict[str, int]:
    return {str(path): path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}


def test_a_stopped_batch_ends_its_workers_at_once(tmp_path: Path) -> None:
    fleet(tmp_path, ("hanging",))
    batch = started(tmp_path)
    scratch = tmp_path / "usershift-batch" / "scratch"
    while not (scratch.exists() and any(scratch.glob("job-*/taken/*"))):
        assert batch.poll() is None
        time.sleep(0.05)
    batch.terminate()
    assert batch.wait(timeout=60) == 128 + signal.SIGTERM
    commands = subprocess.run(["ps", "-e", "-o", "args="], capture_output=True, check=True)
    assert os.fsencode(scratch) not in commands.stdout
