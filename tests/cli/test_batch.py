from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
import time
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
    done = usershift(tmp_path, "batch", "fleet.txt", "--jobs", "2")
    assert done.returncode == 1, done.stderr
    assert found(tmp_path) == wanted
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
    assert done.stderr.count("would run: ") == 2


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("nothing.txt",), "nothing.txt cannot be read"),
        (("fleet.txt", "--branch", "{owner}"), "--branch: unknown field `owner`"),
        (("fleet.txt", "--message", "{name"), "--message: "),
        (("fleet.txt", "--only", "zzz"), "No repository of the manifest is chosen"),
        (("fleet.txt", "--shard", "9/8"), "--shard: `9/8` is no shard"),
        (("fleet.txt", "--work", "."), "is not empty, and no batch made it"),
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


def killed_and_resumed(folder: Path, kills: int, seconds: float, *args: str) -> None:
    """Kill the batch ``kills`` times, at moments that are spread over its run, then let it end."""
    for number in range(kills):
        batch = started(folder, *args)
        try:
            batch.wait(timeout=seconds * (number + 1) / kills)
        except subprocess.TimeoutExpired:
            os.kill(batch.pid, (signal.SIGKILL, signal.SIGTERM, signal.SIGINT)[number % 3])
            batch.wait()
    # The workers of a killed batch see that it is gone, and end their commands.
    assert started(folder, *args).wait() in (0, 1)


@pytest.mark.parametrize("kills", [3])
def test_a_batch_that_is_killed_and_resumed_ends_the_same(tmp_path: Path, kills: int) -> None:
    wanted = fleet(tmp_path, (*FEW, "several", "old-django"))
    killed_and_resumed(tmp_path, kills, 12)
    assert found(tmp_path) == wanted
    lines = (tmp_path / "usershift-batch" / "results.jsonl").read_text().splitlines()
    names = [json.loads(line)["repository"] for line in lines]
    assert len(names) == len(set(names)) == len(wanted)


@pytest.mark.soak
def test_two_hundred_of_all_kinds_killed_at_twenty_moments(tmp_path: Path) -> None:
    names = tuple(kinds.KINDS)
    wanted = {}
    for number in range(200):
        name = names[number % len(names)]
        make, state = kinds.KINDS[name]
        make(tmp_path / "repos" / f"{number:03} {name}")
        wanted[f"{number:03} {name}"] = state
    (tmp_path / "fleet.txt").write_text("".join(f"repos/{name}\n" for name in wanted))
    before = snapshot_of_files(tmp_path / "repos")
    killed_and_resumed(tmp_path, 20, 240, "--time-limit", "60")
    assert found(tmp_path) == wanted
    assert snapshot_of_files(tmp_path / "repos") == before
    assert not (tmp_path / "repos" / "it-ran").exists()


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
