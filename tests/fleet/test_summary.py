"""What a terminal shows of a campaign."""

from __future__ import annotations

import io
from collections.abc import Mapping

from rich.console import Console

from transformer.fleet.state import Row
from transformer.fleet.states import State
from transformer.fleet.summary import entry
from transformer.fleet.summary.table import MOST_SHOWN, show


def row(name: str, state: State, **told: object) -> Row:
    return Row(name, name, "", (), name, state, "", 1.0, 1, told)


def shown(rows: list[Row]) -> list[str]:
    text = io.StringIO()
    show(map(entry, rows), Console(file=text, width=200))
    return text.getvalue().splitlines()


def test_what_failed_is_named_before_what_was_refused_and_what_has_work_left() -> None:
    left: Mapping[str, int] = {"todo": 2, "review": 5}
    rows = [row(f"by-hand-{n}", State.DONE, findings=left) for n in range(30)]
    rows += [row(f"flask-{n}", State.NOT_DJANGO, message="No project.") for n in range(30)]
    rows += [row("fine", State.DONE, findings={"review": 5}), row("broken", State.FAILED)]
    lines = shown(rows)
    assert [line.split()[0] for line in lines[:3]] == ["repository", "broken", "flask-0"]
    assert lines[MOST_SHOWN].split(maxsplit=2) == ["by-hand-8", "done", "2 to do by hand."]
    assert f"… and {61 - MOST_SHOWN} more" in lines
    assert not any(line.startswith("fine") for line in lines)


def test_where_all_is_well_only_the_number_is_said() -> None:
    assert shown([row("fine", State.DONE)])[1].split()[:2] == ["done", "1"]
