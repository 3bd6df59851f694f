"""Which repositories of a manifest this run is about, and which of them are done again."""

from __future__ import annotations

import fnmatch
import hashlib
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

from transformer.errors import UsageError, nearest
from transformer.fleet.disk_map import DiskMap
from transformer.fleet.manifest import Repository
from transformer.fleet.state import Row
from transformer.fleet.states import FAILING, FINAL, State

_AGE = re.compile(r"(\d+)\s*([mhdw])")
_UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}


@dataclass(frozen=True)
class Selection:
    """``only`` are patterns of names, keys and labels; ``shard`` is (number, of how many).

    ``retry`` are the states that do not count as an end; a result older than ``since``, in seconds
    since the epoch, does not count either, nor a branch without a proof if ``prove``. At most
    ``limit`` jobs are begun.
    """

    only: tuple[str, ...] = ()
    shard: tuple[int, int] = (1, 1)
    retry: frozenset[State] = frozenset()
    since: float | None = None
    limit: int | None = None
    prove: bool = False

    def chosen(self, repositories: Mapping[str, Repository]) -> Mapping[str, Repository]:
        """Those that the run is about."""
        chosen: DiskMap[Repository] = DiskMap()
        for key, one in repositories.items():
            if self._named(one) and self._in_shard(key):
                chosen[key] = one
        return chosen

    def again(self, rows: Iterable[Row]) -> Iterator[str]:
        """The keys of those that ended and are done again."""
        return (row.key for row in rows if self._counts_no_more(row))

    def _counts_no_more(self, row: Row) -> bool:
        if row.state in self.retry or (
            self.prove and row.state is State.DONE and "verify" not in row.result.get("steps", ())
        ):
            return True
        return self.since is not None and row.finished is not None and row.finished < self.since

    def _named(self, one: Repository) -> bool:
        names = (one.name, one.key, *one.wanted.labels)
        return not self.only or any(
            fnmatch.fnmatchcase(name, pattern) for name in names for pattern in self.only
        )

    def _in_shard(self, key: str) -> bool:
        """By the key alone, so that a longer manifest moves no repository to another shard."""
        number, count = self.shard
        digest = hashlib.sha256(os.fsencode(key)).digest()
        return int.from_bytes(digest[:8], "big") % count == number - 1


def read_shard(text: str) -> tuple[int, int]:
    """``3/16`` -> (3, 16). Raises UsageError."""
    found = re.fullmatch(r"(\d{1,6})/(\d{1,6})", text)
    number, count = (int(found[1]), int(found[2])) if found else (0, 0)
    if not 1 <= number <= count:
        raise UsageError(f"--shard: `{text}` is no shard.", "Write `1/16` to `16/16`.")
    return number, count


def read_retry(names: Sequence[str]) -> frozenset[State]:
    """States by their names; ``failed`` means every state that fails a batch. Raises UsageError."""
    known = {state.value: state for state in FINAL}
    states: set[State] = set()
    for name in names:
        if name not in known:
            raise UsageError(f"--retry: `{name}` is no state.", nearest(name, known))
        states |= FAILING if name == State.FAILED.value else {known[name]}
    return frozenset(states)


def read_since(text: str, now: datetime) -> float:
    """A date, a moment, or an age such as ``7d``, as seconds since the epoch. Raises UsageError."""
    if age := _AGE.fullmatch(text):
        return (now - timedelta(**{_UNITS[age[2]]: int(age[1])})).timestamp()
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise UsageError(
            f"--since: `{text}` is no moment.", "Write `7d`, `12h`, or `2026-11-01`."
        ) from None
    return (moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)).timestamp()
