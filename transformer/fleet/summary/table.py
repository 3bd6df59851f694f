"""The summary on a terminal: how many of each state, and what has to be looked at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from rich.console import Console
from rich.table import Table

from transformer.fleet.states import State
from transformer.fleet.summary.entry import Entry
from transformer.printable import shown

MOST_SHOWN = 40


def show(entries: Iterable[Entry], console: Console) -> None:
    """At most MOST_SHOWN repositories are named: the page and the files have them all.

    Those that failed come first, then those that were refused, then those with work left.
    """
    counts: Counter[State] = Counter()
    named: tuple[list[Entry], ...] = ([], [], [])
    calls = 0
    for one in entries:
        counts[one.state] += 1
        reasons = (one.fails, one.refused, bool(one.notes or one.todo))
        if any(reasons):
            calls += 1
            kind = named[reasons.index(True)]
            if len(kind) < MOST_SHOWN:
                kind.append(one)
    if calls:
        _attention([one for kind in named for one in kind][:MOST_SHOWN], console)
    if calls > MOST_SHOWN:
        console.print(f"… and {calls - MOST_SHOWN} more\n")
    table = Table("state", "repositories", "what it means", box=None, pad_edge=False)
    table.columns[1].justify = "right"
    for state in State:
        if counts[state]:
            table.add_row(state.value, str(counts[state]), state.meaning)
    console.print(table)


def _attention(named: list[Entry], console: Console) -> None:
    table = Table("repository", "state", "what", box=None, pad_edge=False)
    table.columns[0].overflow = "fold"
    table.columns[1].no_wrap = True
    for one in named:
        name = f"{one.name} ({one.stage})" if one.stage else one.name
        left = f"{one.todo} to do by hand." if one.todo and not one.said else ""
        table.add_row(shown(name), _state(one), shown(one.said or left))
    console.print(table)
    console.print()


def _state(one: Entry) -> str:
    return one.state.value if one.state.fails or not one.fails else "not pushed"
