"""Edited scripts under a real shell: the order, and what happens when a step fails.

A script must go on, or end, after a failed adoption just as it did after a failed `migrate`.
"""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from tests.deploy.editing import deployed

# Writes down what it is asked for, and fails where it is told to.
PYTHON = """\
#!/bin/sh
echo "$2" >> "$CALLS"
[ "$2" != "$FAILS" ]
"""
SERVER = '#!/bin/sh\necho server >> "$CALLS"\n'

SCRIPTS = {
    "plain": "python manage.py migrate\nserver\n",
    "errexit": "set -e\npython manage.py migrate --noinput\nserver\n",
    "in_if": "set -e\nif [ 1 = 1 ]; then\n  python manage.py migrate\nfi\nserver\n",
    "case": "set -e\ncase up in\n  up)\n    python manage.py migrate\n    ;;\nesac\nserver\n",
    "function": "set -e\nup() {\n  python manage.py migrate\n}\nup\nserver\n",
    "subshell": "set -e\n(\n  python manage.py migrate\n)\nserver\n",
    "loop": "set -e\nfor db in a b; do\n  python manage.py migrate --database=$db\ndone\nserver\n",
    "string": "set -e\nsh -c 'python manage.py migrate'\nserver\n",
    "heredoc": "set -e\nsh -e <<EOF\npython manage.py migrate\nEOF\nserver\n",
    "continued": "set -e\npython manage.py \\\n  migrate \\\n  --noinput\nserver\n",
    "redirected": "set -e\npython manage.py migrate > /dev/null 2>&1\nserver\n",
    "variable": 'set -e\nRUN="python manage.py"\n$RUN migrate\nserver\n',
    "no_line_end": "set -e\npython manage.py migrate",
}


@pytest.fixture
def programs(tmp_path: Path) -> Path:
    folder = tmp_path / "bin"
    folder.mkdir()
    for name, text in (("python", PYTHON), ("server", SERVER)):
        (folder / name).write_text(text)
        (folder / name).chmod(0o755)
    return folder


def play(programs: Path, script: str, fails: str = "") -> tuple[list[str], bool]:
    """What was called, and whether the script succeeded."""
    calls = programs / "calls"
    calls.write_text("")
    done = subprocess.run(
        ["bash", "-c", script],
        env={
            "PATH": f"{programs}:{os.environ['PATH']}",
            "CALLS": str(calls),
            "FAILS": fails,
        },
        capture_output=True,
        text=True,
        check=False,
    )
    return calls.read_text().split(), done.returncode == 0


@pytest.mark.parametrize("name", SCRIPTS)
def test_adopts_first_and_fails_as_before(name: str, tmp_path: Path, programs: Path) -> None:
    before = SCRIPTS[name]
    after, findings = deployed(tmp_path / "project", "start.sh", before)
    assert findings == []
    ran, good = play(programs, before)
    calls, still_good = play(programs, after)
    assert good and still_good
    expected = []
    for word in ran:
        expected += ["adopt_users", word] if word == "migrate" else [word]
    assert calls == expected
    without_migrate, ended = play(programs, before, fails="migrate")
    stopped, as_ended = play(programs, after, fails="adopt_users")
    assert ("server" in stopped, as_ended) == ("server" in without_migrate, ended) or (
        # Without errexit both steps are tried; a database that did not adopt refuses the second.
        "migrate" in stopped and "set -e" not in before
    )
