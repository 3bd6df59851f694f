"""A proof that is killed, whenever that is, leaves no folder, no database, no process."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from tests.adoption.databases import running
from tests.adoption.sites import drivers
from tests.delivery.shapes import git
from tests.environments import django_python
from tests.proof.test_processes import until
from tests.proof.test_rehearse import SERIES, InUse, in_use, to_use
from tests.services import execute
from transformer.proof.janitor import below

assert in_use and to_use  # the fixtures
SIGNALS = (signal.SIGKILL, signal.SIGTERM, signal.SIGKILL, signal.SIGINT)


def left(temporary: Path) -> Iterator[str]:
    yield from map(str, temporary.iterdir())
    yield from map(str, below(temporary))
    listed = execute(running("postgresql"), "SELECT datname FROM pg_database")
    yield from (name for name in listed.split() if name.startswith("usershift_"))


@pytest.mark.soak
@pytest.mark.services
@pytest.mark.parametrize("to_use", ["postgresql"], indirect=True)
@pytest.mark.parametrize(
    "words",
    [("rehearse", "--clone", "--rename-table"), ("verify", "--keep-engine", "--no-tests")],
    ids=lambda words: words[0],
)
def test_nothing_is_left_at_random_moments(
    in_use: InUse, words: Sequence[str], tmp_path: Path
) -> None:
    seed = int(os.environ.get("USERSHIFT_SEED") or time.time())
    print(f"USERSHIFT_SEED={seed}")  # a test that fails shows it
    chance = random.Random(seed)
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    python = django_python(SERIES, *drivers(SERIES, {"postgresql"}))
    call = [sys.executable, "-m", "usershift", *words, "--python", str(python)]
    env = {**os.environ, **in_use.env, "TMPDIR": str(temporary)}
    started = time.monotonic()
    whole = subprocess.run(call, cwd=in_use.sample.root, env=env, capture_output=True, check=False)
    took = time.monotonic() - started
    assert whole.returncode == 0, whole.stdout.decode()
    assert list(left(temporary)) == []
    for turn in range(8):
        proof = subprocess.Popen(
            call,
            cwd=in_use.sample.root,
            env=env,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            proof.wait(chance.uniform(0, took))
        except subprocess.TimeoutExpired:
            proof.send_signal(SIGNALS[turn % len(SIGNALS)])
            proof.wait()
        until(lambda: list(left(temporary)) == [])
        assert git(in_use.sample.root, "status", "--short") == b""
        assert len(git(in_use.sample.root, "worktree", "list").splitlines()) == 1
