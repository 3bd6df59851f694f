"""Several commands of usershift, one after the other in one process.

    python in_turn.py USERSHIFT.PY '[["assess", …], ["migrate", …]]'

They end at the first whose status is not 0. Most of the time that a command takes in a small
project, Python needs to start and to load what it runs.
"""

from __future__ import annotations

import sys


def main(usershift: str, calls: str) -> None:
    """Run the commands. Raises the SystemExit of one that does not end with status 0."""
    import gc
    import json
    import runpy

    command = runpy.run_path(usershift)["main"]
    for call in json.loads(calls):
        gc.collect()  # a command leaves that to the end of its process
        sys.argv = [usershift, *call]
        try:
            command()
        except SystemExit as ended:
            if ended.code:
                raise


if __name__ == "__main__":
    # Nothing is looked for where this file is.
    del sys.path[0]
    main(*sys.argv[1:])
