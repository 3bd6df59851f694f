"""Modules of the project do not take the place of usershift's own, or of those that it needs."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.delivery.shapes import lay

SCRIPT = Path(sys.executable).with_name("usershift")
SHADOWED = (
    "__future__", "argparse", "ast", "click", "dataclasses", "fcntl", "git", "jinja2", "json",
    "isort", "libcst", "logging", "pathspec", "rich", "signal", "subprocess", "tempfile",
    "tomllib", "transformer", "typer", "typing", "unicodedata", "yaml",
)  # fmt: skip


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A folder with a module of each name, which leaves a mark when it is imported."""
    mark = f"open({str(tmp_path / 'mark')!r}, 'a').write(__file__ + chr(10))\n".encode()
    root = tmp_path / "project"
    lay(root, {f"{name}/__init__.py": mark for name in SHADOWED})
    lay(root, {"transformer/cli/__init__.py": mark, "transformer/cli/__main__.py": mark})
    return root


@pytest.mark.parametrize("python_path", [None, "", ".", ":", "HERE", "HERE:OTHER:HERE"])
@pytest.mark.parametrize("how", ["script", "module"])
def test_what_the_caller_has_on_its_path(project: Path, python_path: str | None, how: str) -> None:
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
    if python_path is not None:
        environment["PYTHONPATH"] = python_path.replace("HERE", str(project))
    command = [str(SCRIPT)] if how == "script" else [sys.executable, "-m", "usershift"]
    done = subprocess.run(
        [*command, "rules"], cwd=project, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert "US301" in done.stdout
    assert not (project.parent / "mark").exists(), (project.parent / "mark").read_text()


def test_a_folder_of_the_installation_may_stand_there_too(project: Path) -> None:
    """As where usershift is called with the checkout on the path."""
    checkout = str(Path(__file__).parents[2])
    environment = {**os.environ, "PYTHONPATH": f"{checkout}:{project}"}
    done = subprocess.run(
        [sys.executable, "-m", "usershift", "--version"], cwd=project, env=environment
    )
    assert done.returncode == 0
    assert not (project.parent / "mark").exists()
