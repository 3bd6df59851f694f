"""A campaign takes the same memory whatever the number of its repositories is."""

from __future__ import annotations

import gc
import tracemalloc
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from benchmarks.fleet import Instant
from tests.fleet.test_state import repositories
from transformer.cli.manifest import chosen_repositories
from transformer.cli.sinks import write_parts
from transformer.fleet.campaign import Campaign, Plan, opened, rewrite_results
from transformer.fleet.selection import Selection
from transformer.fleet.states import State
from transformer.fleet.summary.write import page_at, write
from transformer.fleet.work_folder import read_lock

ENDED = 12
"""Each job that ends waits for the disk; the others have to be in the way all the same."""


def peaks(folder: Path, count: int) -> Mapping[str, int]:
    """The most bytes that each step over so many repositories needs; most of them wait still."""
    folder.mkdir()
    manifest = folder / "fleet.txt"
    manifest.write_text(
        "".join(f"https://example.org/team/project-{n}.git\n" for n in range(count))
    )
    lock = lock_of(folder, count)
    found: dict[str, int] = {}
    again = Selection(since=1.0)
    with measured(found, "read"):
        chosen = chosen_repositories(manifest, None, again)
        commits = read_lock(lock)
    with opened(folder / "work") as (work, store):
        with measured(found, "enter"):
            store.enter(chosen.values())
            store.wait_again(again.again(store.rows(chosen)))
            rewrite_results(work, store.rows())
        with measured(found, "run"):
            plan = Plan("usershift", commits=commits)
            run = Campaign(work, store, plan, lambda result, number: None)
            assert run.run(Instant(), chosen, ENDED) == ENDED
            waiting = sum(row.state is State.WAITING for row in store.rows(chosen))
            assert waiting == count - ENDED
    return found


def of_summary(folder: Path, count: int) -> Mapping[str, int]:
    """The same of the summary and of its page at another place."""
    found: dict[str, int] = {}
    with opened(folder) as (work, store):
        store.enter(repositories("".join(f"r{n}\n" for n in range(count))).values())
        with measured(found, "write"):
            write(work, store)
            write_parts(folder / "page.html", page_at(work, store, folder / "page.html"))
    return found


@contextmanager
def measured(found: dict[str, int], name: str) -> Iterator[None]:
    gc.collect()
    tracemalloc.start()
    yield
    found[name] = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()


def lock_of(folder: Path, count: int) -> Path:
    lock = folder / "lock.csv"
    lines = (f"https://example.org/team/project-{n}.git,{n:040x}\n" for n in range(count))
    lock.write_text("repository,commit\n" + "".join(lines))
    return lock


# Python keeps up to 2,000 tuples of each length for later: the first run fills that store.
@pytest.mark.parametrize(
    ("taken", "few"), [pytest.param(peaks, 1500, marks=pytest.mark.soak), (of_summary, 100)]
)
def test_twice_the_repositories_take_the_same_memory(
    taken: Callable[[Path, int], Mapping[str, int]], few: int, tmp_path: Path
) -> None:
    gc.enable()  # as the command does
    taken(tmp_path / "first", 2 * few)
    small, large = taken(tmp_path / "few", few), taken(tmp_path / "many", 2 * few)
    assert {name: most for name, most in large.items() if most > 1.2 * small[name]} == {}, small
