"""A mapping on the disk: a campaign may be larger than the memory."""

from __future__ import annotations

import pickle
import sqlite3
from collections.abc import Iterator, MutableMapping
from contextlib import closing
from typing import TypeVar

V = TypeVar("V")


class DiskMap(MutableMapping[str, V]):
    """Text -> what can be pickled, in the order in which the texts came.

    SQLite keeps it in a file without a name, that is gone with the process and that nobody else can
    open: a URL may hold a password.
    """

    def __init__(self) -> None:
        self._db = sqlite3.connect("", isolation_level=None)
        self._db.execute("create table entry (key text unique not null, value blob not null)")

    def __getitem__(self, key: str) -> V:
        found = self._db.execute("select value from entry where key = ?", (key,)).fetchone()
        if found is None:
            raise KeyError(key)
        value: V = pickle.loads(found[0])
        return value

    def __setitem__(self, key: str, value: V) -> None:
        self._db.execute(
            "insert into entry values (?, ?)"
            " on conflict (key) do update set value = excluded.value",
            (key, pickle.dumps(value)),
        )

    def __delitem__(self, key: str) -> None:
        if not self._db.execute("delete from entry where key = ?", (key,)).rowcount:
            raise KeyError(key)

    def __contains__(self, key: object) -> bool:
        found = self._db.execute("select 1 from entry where key = ?", (key,))
        return found.fetchone() is not None

    def __iter__(self) -> Iterator[str]:
        with closing(self._db.execute("select key from entry order by rowid")) as found:
            for (key,) in found:
                yield key

    def __len__(self) -> int:
        (count,) = self._db.execute("select count(*) from entry").fetchone()
        return int(count)
