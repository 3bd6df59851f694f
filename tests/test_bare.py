from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.bare import environment

FOUND = """\
from tests.environments import PYTHONS, find_interpreter
from tests.services import VARIABLES, server

versions = sorted({version for versions in PYTHONS.values() for version in versions})
print([version for version in versions if find_interpreter(version)])
print([vendor for vendor in VARIABLES if server(vendor)])
"""


def test_one_python_is_found_and_no_server(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", FOUND],
        env=environment(tmp_path, os.environ),
        capture_output=True,
        text=True,
        check=True,
    )
    own = f"{sys.version_info.major}.{sys.version_info.minor}"
    assert done.stdout.splitlines() == [str([own]), "[]"]


def test_the_other_commands_are_there(tmp_path: Path) -> None:
    path = environment(tmp_path, os.environ)["PATH"]
    done = subprocess.run(
        ["/bin/sh", "-c", "git --version && python3 -c 'import sys; print(sys.version_info[:2])'"],
        env={"PATH": path},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines()[1] == str(sys.version_info[:2])
