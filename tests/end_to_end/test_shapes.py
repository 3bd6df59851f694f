"""A project of many shapes of code: every module does after the migration what it did before.

Each module of ``project/`` brings a ``probe()``. To add a shape, add a module.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.cli.called import usershift
from tests.environments import SERIES, django_python

PROJECT = Path(__file__).with_name("project")
PROBES = Path(__file__).with_name("probes.py")
SOAK = pytest.mark.soak
RUNS = [
    "4.2",
    SERIES[-1],
    "5.2 --style direct",
    pytest.param("3.2", marks=SOAK),
    pytest.param("5.2", marks=SOAK),
    pytest.param("6.0", marks=SOAK),
]


def probes(root: Path, series: str) -> dict[str, str]:
    done = subprocess.run(
        [str(django_python(series)), str(PROBES)],
        cwd=root,
        env={"PATH": os.environ["PATH"], "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    found: dict[str, str] = json.loads(done.stdout.splitlines()[-1])
    return found


def by_old_label(printed: Mapping[str, str]) -> dict[str, str]:
    return {
        module: re.sub(r"\busers([./_])(user)", r"auth\1\2", text, flags=re.IGNORECASE)
        for module, text in printed.items()
    }


def undefined(root: Path) -> set[str]:
    """What ruff says of names that are not there, or are bound twice for nothing."""
    done = subprocess.run(
        [sys.executable, "-m", "ruff", "check", "--isolated", "--select", "F821,F823,F811", "."],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )
    return set(re.findall(r"^(F\d+ .*)$", done.stdout, re.MULTILINE))


@pytest.mark.parametrize("run", RUNS)
def test_every_module_does_what_it_did(run: str, tmp_path: Path) -> None:
    series, *choice = run.split()
    root = Path(shutil.copytree(PROJECT, tmp_path / "project"))
    before, named = probes(root, series), undefined(root)
    if series == "3.2":
        # Its Python knows no match statement.
        assert before.pop("shapes.match_statement").startswith("SyntaxError")
    assert not [text for text in before.values() if re.match(r"\w+Error: ", text)]
    arguments = ["migrate", "--django", series, *choice]
    done = usershift(root, *arguments)
    assert done.returncode == 0, done.stderr
    after = probes(root, series)
    assert by_old_label({module: after[module] for module in before}) == by_old_label(before)
    assert undefined(root) <= named
    again = usershift(root, *arguments, "--dry-run")
    assert again.stdout == ""
