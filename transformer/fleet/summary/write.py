"""Putting the summary into the work folder, in every format."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timezone

from transformer.fleet.state import Store
from transformer.fleet.summary import files, page
from transformer.fleet.summary.entry import Entry, entry
from transformer.fleet.work_folder import WorkFolder

RENDERED = {"jsonl": files.jsonl, "csv": files.as_csv, "junit": files.junit}


def entries(store: Store) -> Iterator[Entry]:
    return map(entry, store.rows())


def html(found: Iterable[Entry]) -> Iterator[str]:
    return page.render(found, datetime.now(timezone.utc))


def rendered(store: Store, kind: str) -> bytes:
    """The summary in one of the formats that programs read."""
    return "".join(RENDERED[kind](entries(store))).encode("utf-8", "backslashreplace")


def write(folder: WorkFolder, store: Store) -> None:
    """The page, the tables and the lock file, of all that the state knows."""
    folder.write("summary.html", html(entries(store)))
    folder.write("summary.csv", files.as_csv(entries(store)))
    folder.write("summary.jsonl", files.jsonl(entries(store)))
    folder.write("junit.xml", files.junit(entries(store)))
    folder.write_lock(store.rows())
