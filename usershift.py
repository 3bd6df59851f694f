"""The command ``usershift``, and ``python -m usershift``.

Python looks for modules first in the working directory or beside the script, and in ``PYTHONPATH``.
There a project may have a package ``transformer`` of its own, or a ``typer``, whose code would run
in place of ours. So these places are taken out before anything else is imported. This file itself
imports nothing that Python has not loaded by then, ``__future__`` included.
"""

import os
import sys


def main() -> None:
    """Run the command line from where usershift and its requirements are installed."""
    sys.path[:] = _installed(sys.path, os.environ.get("PYTHONPATH"))
    from transformer.cli import main as command_line

    command_line()


def _installed(path: list[str], named: str | None) -> list[str]:
    """What Python itself and the installation put on the path; ``named`` is ``PYTHONPATH``."""
    standard = os.path.dirname(os.__file__)
    start = path.index(standard) if standard in path else 1
    foreign = {os.path.abspath(folder) for folder in named.split(os.pathsep)} if named else set()
    kept = [p for p in path[start:] if p == standard or os.path.abspath(p) not in foreign]
    # In an environment of PYTHONPATH's own, and in a checkout, our requirements may be there, too.
    here = os.path.dirname(os.path.abspath(__file__))
    return kept if here in kept else [*kept, here]


if __name__ == "__main__":
    main()
