"""What is going on, on a terminal, while a large project is worked on."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator

from rich.live import Live
from rich.text import Text

from transformer.cli.output import stderr
from transformer.printable import shown

# A second of work on a slow machine: less is over before it is read.
_FILES = 150


@contextlib.contextmanager
def phases(files: int, *, quiet: bool = False) -> Iterator[Callable[[str], None]]:
    """What shows the name of each phase of the work on so many files, until it is done.

    It shows nothing where stderr is no terminal, and where the work is short.
    """
    console = stderr()
    if quiet or files < _FILES or not console.is_terminal:
        yield lambda name: None
        return
    started = time.monotonic()
    # Without a thread that redraws it: the passes fork, and a fork copies a thread's locks.
    with Live(console=console, auto_refresh=False, transient=True) as live:

        def show(name: str) -> None:
            seconds = time.monotonic() - started
            live.update(
                Text(shown(f"{name} ({files} files, {seconds:.0f} s)"), "dim"), refresh=True
            )

        yield show
