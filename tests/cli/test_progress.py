"""A terminal is told what is going on; everything else is not."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.called import git_project
from tests.delivery.shapes import lay
from transformer.passes.references import PASS


@pytest.mark.parametrize(("more", "told"), [(200, True), (0, False)])
def test_the_phases_of_a_large_project_are_named(tmp_path: Path, more: int, told: bool) -> None:
    project = git_project(tmp_path / "project")
    lay(project, {f"blog/more/part{n}.py": b"x = 1\n" for n in range(more)})
    said = on_terminal(project, "migrate", "--dry-run")
    assert (PASS.title in said.partition("pass ")[0]) is told
    assert "To do" in said or "would change" in said


def on_terminal(folder: Path, *arguments: str) -> str:
    """What ``usershift`` writes to a terminal at its stderr."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "usershift", *arguments]
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": "120"}
    with subprocess.Popen(
        command, cwd=folder, env=environment, stderr=theirs, stdout=subprocess.DEVNULL
    ) as running:
        os.close(theirs)
        said = b""
        while True:
            try:
                part = os.read(ours, 65536)
            except OSError:
                break
            if not part:
                break
            said += part
    os.close(ours)
    assert running.returncode == 0, said.decode()
    return said.decode()
