"""The end of a run of the suite says what was left out."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

TESTS = """\
import pytest


@pytest.mark.parametrize("n", range(3))
def test_server(n):
    pytest.skip("no server")


@pytest.mark.skipif(True, reason="no Python")
def test_python(): ...


def test_done(): ...
"""


@pytest.mark.parametrize("processes", ["0", "2"])
def test_tests_that_were_skipped_are_counted_by_their_reasons(
    processes: str, tmp_path: Path
) -> None:
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    (tmp_path / "test_it.py").write_text(TESTS)
    command = [sys.executable, "-m", "pytest", "-p", "tests.conftest", "-n", processes]
    done = subprocess.run([*command, str(tmp_path)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    _, said = done.stdout.split("= Left out: 4 tests =")
    assert [line.strip() for line in said.splitlines()[1:3]] == ["3  no server", "1  no Python"]
