"""The command line. Each command is one module: it parses, calls, renders, and decides nothing."""

from __future__ import annotations

import gc
import signal
import sys
import warnings

from transformer import __version__


def main() -> None:
    """Run a command and end the process with its exit status (the table is in the README)."""
    from transformer.cli.boundary import exit_on_error
    from transformer.cli.streams import make_printable

    # As with Ctrl-C, the files are put back on the way out. Under nohup a terminal that closes is
    # no reason to end, and Windows knows no such signal.
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number and signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, lambda number, _: sys.exit(128 + number))
    make_printable()
    # Python and pathspec would say what they think of the project's files, on standard error.
    if not sys.warnoptions:
        warnings.simplefilter("ignore")
    # Syntax trees are millions of objects without cycles: the collector walks them again and again
    # and finds nothing, which makes parsing Django's own source five times slower. Reference
    # counts still free every tree as soon as its file is done.
    gc.disable()
    with exit_on_error():
        if sys.argv[1:] == ["--version"]:
            # Scripts ask for it all the time, and importing Typer takes longer than all else here.
            from transformer.cli.sinks import Stdout

            Stdout().write(f"usershift {__version__}\n")
            return
        from transformer.cli.app import app

        app()
