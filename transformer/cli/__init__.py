"""The command line. Each command is one module: it parses, calls, renders, and decides nothing."""

from __future__ import annotations

import signal
import sys


def main() -> None:
    """Run a command and end the process with its exit status (the table is in the README)."""
    from transformer.cli.boundary import ended
    from transformer.cli.streams import make_printable

    # As with Ctrl-C, the files are put back on the way out.
    signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))
    make_printable()
    from transformer.collection import paused_collection

    with ended(), paused_collection():
        from transformer.cli.app import app

        app()
