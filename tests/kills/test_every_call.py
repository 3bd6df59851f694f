"""Killed before any call that changes something, delivery ends in the old or the finished state.

The tool and its git are killed together, as by a machine that goes down, or git alone. Afterwards
`migrate --undo` runs, and then the delivery again: it must reach its end, with no lock in its way.
"""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import pytest

from tests.delivery.shapes import git, repository, snapshot
from tests.end_to_end.samples import SAMPLES
from tests.kills.tracer import Traced, can_trace, traced
from tests.results import record
from transformer import pipeline
from transformer.delivery import commits, worktree
from transformer.delivery.commits import Stage
from transformer.errors import UsershiftError
from transformer.options import Options
from transformer.pipeline import Migration, all_passes
from transformer.project.discovery import discover
from transformer.report.commits import messages
from transformer.resolve import resolve_options
from transformer.stages import steps

SHORT = 53
STEPS = pytest.mark.parametrize(
    "step", [pytest.param(SHORT, id="some"), pytest.param(1, id="all", marks=pytest.mark.soak)]
)
Deliver = Callable[["Shop"], object]


@dataclass(frozen=True)
class Shop:
    """The sample project at ``root``; ``kept`` is a copy of it as it was."""

    root: Path
    kept: Path
    migration: Migration

    def stages(self) -> list[Stage]:
        planned = zip(messages("migrate", self.migration), steps(self.migration), strict=True)
        return [Stage(message, step.changes) for message, step in planned]

    def restore(self) -> None:
        shutil.rmtree(self.root)
        shutil.copytree(self.kept, self.root, symlinks=True)

    def state(self) -> tuple[object, ...]:
        """All that somebody could miss, and every trace that is left; objects have no name yet."""
        found = snapshot(self.root)
        files = {p: c for p, c in found.items() if not p.startswith(".git/")}
        left = {p for p in found if "usershift" in p or p.endswith(".lock")}
        # Not the names of the commits: these depend on the time.
        log = git(self.root, "log", "--all", "--topo-order", "--decorate=full", "--format=%D %s %T")
        status = git(self.root, "--no-optional-locks", "status", "--porcelain", "-b")
        return files, left, log, git(self.root, "ls-files", "-s"), status


DELIVERIES: dict[str, Deliver] = {
    "working tree": lambda s: worktree.write(s.root, s.migration.changes, s.root),
    "--commit": lambda s: commits.commit(s.root, s.root, s.stages()),
    "--commit --no-verify": lambda s: commits.commit(s.root, s.root, s.stages(), verify=False),
    "--branch": lambda s: commits.branch(s.root, s.root, s.stages(), "moved"),
}


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    if not can_trace():
        pytest.skip("no process may be traced on this machine")
    folder = tmp_path_factory.mktemp("kills")
    root = folder / "shop"
    ignore = shutil.ignore_patterns("__pycache__", "*.sqlite3")
    shutil.copytree(SAMPLES / "shop", root, ignore=ignore)
    repository(root, {})
    git(root, "gc", "-q")
    shutil.rmtree(root / ".git/hooks")
    shutil.copytree(root, folder / "kept", symlinks=True)
    project = discover(root)
    resolved = resolve_options(project, Options(), None, all_passes())
    return Shop(root, folder / "kept", pipeline.run(project, resolved.options, resolved.passes))


def undo(shop: Shop) -> None:
    worktree.recover(shop.root, shop.root)


def killed_everywhere(
    shop: Shop, deliver: Deliver, step: int, prepare: Callable[[], object] = lambda: None
) -> int:
    """The number of kills, after each of which all was as it must be."""
    shop.restore()
    before = shop.state()
    prepare()
    whole = traced(lambda: deliver(shop), shop.root)
    assert (whole.killed, whole.status) == (False, 0)
    finished = shop.state()
    for number in count(1, step):
        shop.restore()
        prepare()
        done = traced(lambda: deliver(shop), shop.root, number)
        if not done.killed:
            break
        assert done.status == -signal.SIGKILL, number
        undo(shop)
        found = shop.state()
        if found not in (before, finished) or (found == before and number % 20 == 1):
            deliver(shop)
            found = shop.state()
        assert found in (before, finished), number
    assert number > whole.calls * 0.9
    return (number - 1) // step


def put(step: int, what: str, tried: int) -> None:
    if step == 1:
        record("kills", what, tried)


@STEPS
@pytest.mark.parametrize("way", DELIVERIES)
def test_all_killed(shop: Shop, way: str, step: int) -> None:
    kills = killed_everywhere(shop, DELIVERIES[way], step)
    assert kills > 300 // step
    put(step, f"{way}: usershift and git killed", kills)


@STEPS
def test_all_killed_during_undo(shop: Shop, step: int) -> None:
    """Of a run that was killed when half of its files were in place."""
    deliver = DELIVERIES["--commit"]
    shop.restore()
    half = traced(lambda: deliver(shop), shop.root).calls * 2 // 3
    kills = killed_everywhere(
        shop, undo, step, lambda: traced(lambda: deliver(shop), shop.root, half)
    )
    put(step, "--undo: usershift and git killed", kills)


@STEPS
@pytest.mark.parametrize("way", ["--commit", "--commit --no-verify", "--branch"])
def test_git_killed_alone(shop: Shop, way: str, step: int) -> None:
    """usershift goes on, says what happened, and puts all back itself, or says how to."""
    shop.restore()
    before = shop.state()
    deliver = DELIVERIES[way]
    whole = traced(lambda: deliver(shop), shop.root, alone=is_git)
    assert (whole.killed, whole.status) == (False, 0)
    assert whole.calls > 100
    finished = shop.state()
    for number in count(1, step):
        shop.restore()
        done = traced(lambda: told(lambda: deliver(shop)), shop.root, number, alone=is_git)
        if not done.killed:
            break
        assert done.status in (0, 3, 4), number
        if done.status == 4:
            undo(shop)
        assert shop.state() in (before, finished), number
    assert number > whole.calls * 0.9
    put(step, f"{way}: git killed", (number - 1) // step)


def is_git(program: str) -> bool:
    return program.startswith("git")


def told(work: Callable[[], object]) -> None:
    """As the command line ends: with the status of what is said, never with a traceback."""
    try:
        work()
    except UsershiftError as error:
        os._exit(error.exit_code)


def test_a_kill_is_what_it_says(shop: Shop, tmp_path: Path) -> None:
    """The tracer counts the calls of a child as well, and stops before the one it was told."""

    def work() -> None:
        (tmp_path / "a").write_bytes(b"a")
        git(tmp_path, "init", "-q", str(tmp_path / "b"))
        (tmp_path / "a").rename(tmp_path / "c")

    whole = traced(work, tmp_path)
    assert whole == Traced(whole.calls, False, 0)
    assert whole.calls > 10
    shutil.rmtree(tmp_path / "b")
    assert traced(work, tmp_path, whole.calls) == Traced(whole.calls, True, -signal.SIGKILL)
    assert (tmp_path / "a").exists()
    assert (tmp_path / "b/.git/HEAD").exists()
    assert traced(work, tmp_path, 1).killed
    assert (tmp_path / "a").exists()
