"""Work in several processes has the result that it has in one."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.cli.called import usershift
from tests.projects import project_at, write_files
from transformer.codemod import engine
from transformer.codemod.processes import available, shared_out
from transformer.options import Options
from transformer.pipeline import chosen_passes, run

several = pytest.mark.skipif(available() < 2, reason="one processor, or no safe fork")


def test_the_order_is_that_of_the_items() -> None:
    base = 100
    assert shared_out(lambda n: base + n, range(50), 2) == list(range(100, 150))


@several
def test_it_is_done_elsewhere_where_there_is_enough_of_it() -> None:
    mine = os.getpid()
    assert mine not in shared_out(lambda _: os.getpid(), range(50), 2)
    assert set(shared_out(lambda _: os.getpid(), range(50), 1)) == {mine}
    assert set(shared_out(lambda _: os.getpid(), range(10), 2)) == {mine}


def test_it_is_done_here_where_there_are_other_threads() -> None:
    done = threading.Event()
    other = threading.Thread(target=done.wait)
    other.start()
    try:
        assert set(shared_out(lambda _: os.getpid(), range(50), 2)) == {os.getpid()}
    finally:
        done.set()
        other.join()


def test_an_error_is_raised_here() -> None:
    with pytest.raises(ZeroDivisionError):
        shared_out(lambda n: 1 / (n - 40), range(50), 2)


@several
def test_a_process_that_is_killed_loses_nothing() -> None:
    mine = os.getpid()

    def work(n: int) -> int:
        if n == 40 and os.getpid() != mine:
            os.kill(os.getpid(), signal.SIGKILL)
        return n

    assert shared_out(work, range(50), 2) == list(range(50))


def test_a_project_comes_out_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "WORTH_SHARING", 1)
    asked: list[int] = []

    def share(work: Any, items: Sequence[Any], jobs: int) -> list[Any]:
        asked.append(jobs)
        return shared_out(work, items, jobs)

    monkeypatch.setattr(engine, "shared_out", share)
    view = "from django.contrib.auth.models import User\n\n\ndef view{}():\n    return User\n"
    write_files(
        tmp_path,
        {
            "blog/broken.py": "from django.contrib.auth.models import User\nprint(\n",
            **{f"blog/views{n}.py": view.replace("{}", str(n)) for n in range(40)},
        },
    )
    project, passes = project_at(tmp_path), chosen_passes(["references"])
    alone = run(project, Options(jobs=1), passes)
    together = run(project, Options(jobs=2), passes)
    assert alone.changes == together.changes
    assert alone.findings == together.findings
    assert len(together.changes) == 40
    assert [finding.code for finding in together.findings] == ["US901"]
    assert asked == [1, 2]


def test_no_process_at_all_is_a_wrong_call(tmp_path: Path) -> None:
    done = usershift(tmp_path, "lint", "--jobs", "0")
    assert done.returncode == 2
    assert "--jobs must be at least 1, not 0." in done.stderr
