"""The summary for programs: CSV and JUnit XML, written row by row."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from xml.etree import ElementTree

from transformer.fleet.states import State
from transformer.fleet.summary.entry import Entry
from transformer.printable import shown_text

COLUMNS = (
    *("key", "name", "stage", "labels", "state", "code", "message", "remedy", "django", "strategy"),
    *("changed", "edits", "todo", "review", "seconds", "commit", "branch", "head", "notes"),
    *("pushed", "push_message", "request", "standing", "standing_message", "adopted", "folder"),
)
# A spreadsheet takes what begins like this for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def jsonl(entries: Iterable[Entry]) -> Iterator[str]:
    """One JSON document a line."""
    for one in entries:
        yield json.dumps({"schema": 1, **asdict(one), "state": one.state.value}) + "\n"


def as_csv(entries: Iterable[Entry]) -> Iterator[str]:
    """A line of names, then one a repository."""
    yield ",".join(COLUMNS) + "\r\n"
    for one in entries:
        line = io.StringIO()
        csv.writer(line).writerow([_cell(getattr(one, name)) for name in COLUMNS])
        yield line.getvalue()


def _cell(value: object) -> str:
    if isinstance(value, State):
        return str(value.value)
    text = " ".join(map(str, value)) if isinstance(value, tuple) else str(value)
    text = shown_text(text)
    return f"'{text}" if text.startswith(_FORMULA) else text


def junit(entries: Iterable[Entry]) -> Iterator[str]:
    """A test case a repository: refused is skipped, failed is failed.

    The totals stand at the beginning, so the entries are read twice.
    """
    count = failed = skipped = 0
    seconds = 0.0
    for one in entries:
        count += 1
        failed += one.fails
        skipped += one.refused or one.state is State.WAITING
        seconds += one.seconds
    totals = f'tests="{count}" failures="{failed}" errors="0" skipped="{skipped}"'
    yield '<?xml version="1.0" encoding="utf-8"?>\n'
    yield f'<testsuites {totals} time="{seconds:.3f}">\n'
    yield f'<testsuite name="usershift batch" {totals} time="{seconds:.3f}">\n'
    yield from map(_case, entries)
    yield "</testsuite>\n</testsuites>\n"


def _case(one: Entry) -> str:
    name = f"{one.name} ({one.stage})" if one.stage else one.name
    case = ElementTree.Element(
        "testcase", name=_xml(name), classname=_xml(one.key), time=f"{one.seconds:.3f}"
    )
    message = _xml(one.message or one.push_message or one.state.meaning)
    if one.fails:
        kind = one.code or (one.state.value if one.state.fails else "not-pushed")
        failure = ElementTree.SubElement(case, "failure", type=kind, message=message)
        failure.text = _xml(one.said)
    elif one.refused or one.state is State.WAITING:
        ElementTree.SubElement(case, "skipped", message=message)
    written: str = ElementTree.tostring(case, encoding="unicode")
    return f"{written}\n"


def _xml(text: str) -> str:
    """What XML cannot have goes: no reader takes it, not even escaped."""
    return shown_text(text).replace("\ufffe", "").replace("\uffff", "")
