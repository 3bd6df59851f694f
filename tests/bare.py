"""The suite as on a machine with one Python and nothing else: ``python -m tests.bare [ARGUMENTS]``.

HOME is empty, PATH has every command but other Pythons, pyenv has none, and no server runs. What a
test cannot do there it has to leave out, with a word, and must not fail. ARGUMENTS are those of
pytest; without any, a selection runs that takes less than a minute.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

SELECTION = (
    *("-n", "auto"),
    *("tests/test_rules.py", "tests/passes/test_rule_examples.py", "tests/test_references.py"),
    *("tests/delivery", "tests/test_environments.py"),
    # What is made once and shared by tests: where it cannot be made, all of them have to say so.
    *("tests/end_to_end/test_existing_database.py", "tests/adoption/test_merge.py"),
    # Of these only what is left out on every such machine; the rest of them takes minutes.
    *("-k", "not shop and not sqlite and not 6.1"),
)
HIDDEN = re.compile(r"(python|pypy|pyenv)[\w.-]*")


def environment(folder: Path, given: Mapping[str, str]) -> dict[str, str]:
    """The variables of such a machine; ``folder`` is empty and takes its HOME and its commands."""
    home, commands = folder / "home", folder / "bin"
    home.mkdir()
    commands.mkdir()
    for place in filter(None, given["PATH"].split(os.pathsep)):
        for command in Path(place).absolute().glob("*"):
            link = commands / command.name
            if not HIDDEN.fullmatch(command.name) and not link.is_symlink():
                link.symlink_to(command)
    (commands / "python3").symlink_to(Path(sys.executable).resolve())
    hidden = ("PYTHON", "VIRTUAL_ENV", "XDG_")
    kept = {name: value for name, value in given.items() if not name.startswith(hidden)}
    return kept | {
        "HOME": str(home),
        "PATH": str(commands),
        "PYENV_ROOT": str(home / ".pyenv"),
        "USERSHIFT_SERVICES": "none",
    }


def main(arguments: list[str]) -> int:
    command = [sys.executable, "-m", "pytest", *(arguments or SELECTION)]
    with tempfile.TemporaryDirectory() as folder:
        return subprocess.run(command, env=environment(Path(folder), os.environ)).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
