"""The state of a campaign: one SQLite file, written by one process, that a killed run leaves whole.

Each job is a row. It is finished in one transaction once its papers are on the disk, so that a run
that is killed at any moment goes on with exactly the jobs that have no row of a final state.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import time
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from transformer.errors import UsageError
from transformer.fleet.job import Result
from transformer.fleet.manifest import Repository
from transformer.fleet.source import folder_name
from transformer.fleet.states import State

FORMAT = 1
_PAGE = 100
"""So many rows are read at once."""
_COLUMNS = (
    'key, name, stage, labels, folder, state, "commit", finished, attempts,'
    " result, pushed, standing"
)
_TABLES = """
create table if not exists job (
    key text primary key,
    position integer not null,
    name text not null,
    stage text not null,
    labels text not null,
    folder text not null,
    asked text not null,
    state text not null default 'waiting',
    "commit" text not null default '',
    finished real,
    attempts integer not null default 0,
    result text not null default '{}',
    pushed text not null default '{}',
    standing text not null default '{}'
);
create index if not exists job_by_state on job (state);
create index if not exists job_by_position on job (position, key);
"""


@dataclass(frozen=True)
class Row:
    """A job as the state knows it. ``result`` are the facts of its last run, without its papers.

    ``pushed`` says what became of the branch, ``standing`` where the repository stands since.
    """

    key: str
    name: str
    stage: str
    labels: tuple[str, ...]
    folder: str
    state: State
    commit: str
    finished: float | None
    attempts: int
    result: Mapping[str, Any] = field(default_factory=dict)
    pushed: Mapping[str, Any] = field(default_factory=dict)
    standing: Mapping[str, Any] = field(default_factory=dict)


class Store:
    """The file. Its rows are read a page at a time: a campaign may be larger than the memory."""

    def __init__(self, path: Path) -> None:
        try:
            self._db = sqlite3.connect(path, isolation_level=None, timeout=30)
            self._db.execute("pragma journal_mode = wal")
            self._db.execute("pragma synchronous = full")
            found = self._db.execute("pragma user_version").fetchone()[0]
            if found > FORMAT:
                raise UsageError(f"{path} was written by a newer usershift.", "Upgrade usershift.")
            self._db.executescript(f"begin; {_TABLES} pragma user_version = {FORMAT}; commit;")
        except sqlite3.Error as error:
            raise _no_state(path, error) from None

    def close(self) -> None:
        self._db.close()

    def enter(self, repositories: Iterable[Repository]) -> None:
        """Have a row for each repository; one that is asked for with other options waits again."""
        rows = (
            {
                "key": one.key,
                "position": number,
                "name": one.name,
                "stage": one.wanted.stage,
                "labels": json.dumps(one.wanted.labels),
                "folder": folder_name(one.key),
                "asked": asked(one),
            }
            for number, one in enumerate(repositories)
        )
        with self._transaction():
            self._db.executemany(
                "insert into job (key, position, name, stage, labels, folder, asked) values"
                " (:key, :position, :name, :stage, :labels, :folder, :asked)"
                " on conflict (key) do update set position = :position, name = :name,"
                " labels = :labels, asked = :asked,"
                ' "commit" = iif(asked = :asked, "commit", \'\'),'
                " state = iif(asked = :asked, state, 'waiting')",
                rows,
            )

    def wait_again(self, keys: Iterable[str]) -> None:
        """Forget how these ended, and the commit they were taken at."""
        with self._transaction():
            self._db.executemany(
                "update job set state = 'waiting', \"commit\" = '' where key = ?",
                ((key,) for key in keys),
            )

    def began(self, key: str) -> None:
        self._db.execute("update job set attempts = attempts + 1 where key = ?", (key,))

    def finish(self, result: Result, told: Mapping[str, Any]) -> None:
        """Record how a job ended; ``told`` is the result without its papers."""
        self._db.execute(
            "update job set state = ?, \"commit\" = ?, finished = ?, result = ?, pushed = '{}'"
            " where key = ?",
            (result.state.value, result.commit, time.time(), json.dumps(told), result.key),
        )

    def note(self, key: str, column: str, value: Mapping[str, Any]) -> None:
        """Keep what became of the branch (``pushed``), or where it stands (``standing``)."""
        assert column in ("pushed", "standing")
        self._db.execute(f"update job set {column} = ? where key = ?", (json.dumps(value), key))

    def row(self, key: str) -> Row:
        """That of a repository, which has been entered."""
        (found,) = self._db.execute(f"select {_COLUMNS} from job where key = ?", (key,))
        return _row(found)

    def rows(self, keys: Container[str] | None = None) -> Iterator[Row]:
        """All rows in the manifest's order, or those of ``keys``.

        Rows can be changed meanwhile, but no other ones be entered.
        """
        asked = (
            f"select position, {_COLUMNS} from job where (position, key) > (?, ?)"
            f" order by position, key limit {_PAGE}"
        )
        last: tuple[int, str] = (-1, "")
        while page := self._db.execute(asked, last).fetchall():
            last = page[-1][:2]
            yield from (_row(found) for _, *found in page if keys is None or found[0] in keys)

    def _transaction(self) -> _Transaction:
        return _Transaction(self._db)


def _row(found: Sequence[Any]) -> Row:
    key, name, stage, labels, folder, state, *rest, result, pushed, standing = found
    known = (tuple(json.loads(labels)), folder, State(state), *rest)
    return Row(key, name, stage, *known, *map(json.loads, (result, pushed, standing)))


def _no_state(path: Path, error: sqlite3.Error) -> UsageError:
    return UsageError(
        f"{path} cannot be used as the state of a batch: {error}.",
        "Name another work folder with `--work`.",
    )


def copy(path: Path, to: Path) -> None:
    """Have what the file of a state holds now in another file. Raises UsageError."""
    try:
        # What only reads leaves two files beside it.
        reading = sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True)
        with closing(reading), closing(sqlite3.connect(to)) as written:
            reading.backup(written)
    except sqlite3.Error as error:
        raise _no_state(path, error) from None


class _Transaction:
    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def __enter__(self) -> None:
        self._db.execute("begin immediate")

    def __exit__(self, kind: type[BaseException] | None, *rest: object) -> None:
        self._db.execute("commit" if kind is None else "rollback")


def asked(repository: Repository) -> str:
    """A name for what is asked for: it changes with every option that changes the work."""
    options = repository.options()
    for name in ("labels", "environments"):
        options.pop(name, None)
    return hashlib.sha256(json.dumps(options, sort_keys=True).encode()).hexdigest()[:16]
