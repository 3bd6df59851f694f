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
    """At most MOST_SHOWN repositories are named: the page and the files have them all."""
    counts: Counter[State] = Counter()
    named: list[Entry] = []
    left = 0
    for one in entries:
        counts[one.state] += 1
        if one.state.fails or one.refused or one.notes or "failed" in one.pushed:
            if len(named) < MOST_SHOWN:
                named.append(one)
            else:
                left += 1
    if named:
        _attention(named, console)
    if left:
        console.print(f"… and {left} more")
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
        table.add_row(shown(name), one.state.value, shown(one.said))
    console.print(table)
    console.print()
