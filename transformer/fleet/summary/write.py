"""Putting the summary into the work folder, in every format."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path
from urllib.parse import quote

from transformer.fleet.state import Store
from transformer.fleet.summary import files, page
from transformer.fleet.summary.entry import Entry, entry
from transformer.fleet.work_folder import WorkFolder

RENDERED = {"jsonl": files.jsonl, "csv": files.as_csv, "junit": files.junit}


@dataclass(frozen=True)
class Entries:
    """Those of a state, read anew each time: a campaign may be larger than the memory."""

    store: Store

    def __iter__(self) -> Iterator[Entry]:
        return map(entry, self.store.rows())


def html(found: Iterable[Entry], to: str = "") -> Iterator[str]:
    """The page; ``to`` leads from it to the work folder."""
    return page.render(found, datetime.now(timezone.utc), to)


def page_at(folder: WorkFolder, store: Store, file: Path) -> Iterator[str]:
    """The page for another place than the work folder, to whose reports it links."""
    to = Path(os.path.relpath(folder.root.resolve(), file.resolve().parent)).as_posix()
    return html(Entries(store), quote(to))


def rendered(store: Store, kind: str) -> Iterator[str]:
    """The summary in one of the formats that programs read."""
    return RENDERED[kind](Entries(store))


def write(folder: WorkFolder, store: Store) -> None:
    """The page, the tables and the lock file, of all that the state knows."""
    folder.write("summary.html", html(Entries(store)))
    folder.write("summary.csv", files.as_csv(Entries(store)))
    folder.write("summary.jsonl", files.jsonl(Entries(store)))
    folder.write("junit.xml", files.junit(Entries(store)))
    folder.write_lock(store.rows())
