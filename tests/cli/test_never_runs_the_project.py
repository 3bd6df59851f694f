"""The static commands import and run nothing of the project that they look at."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.cli.called import usershift

SAMPLES = Path(__file__).parents[2] / "sample_projects"


@pytest.fixture
def trapped(tmp_path: Path) -> Path:
    """The sample shop, where every module and every script leaves a mark when it runs."""
    root = Path(shutil.copytree(SAMPLES / "shop", tmp_path / "shop"))
    mark = f"open({str(tmp_path / 'mark')!r}, 'a').write(__file__)\n"
    for path in root.rglob("*.py"):
        text = path.read_text()
        future = "from __future__ import annotations\n"
        at = text.find(future)
        split = at + len(future) if at >= 0 else 0
        path.write_text(text[:split] + mark + text[split:])
    for path in [*root.rglob("*.sh"), root / "Makefile"]:
        path.write_text(path.read_text() + f"\n$(shell touch {tmp_path / 'mark'})\n")
    git = {"cwd": root, "check": True, "env": {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull}}
    identity = ["-c", "user.name=t", "-c", "user.email=t@example.com"]
    for command in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "trapped"]):
        subprocess.run(["git", *identity, *command], **git)  # type: ignore[call-overload]
    return root


@pytest.mark.parametrize(
    "command",
    [
        ["assess"],
        ["migrate", "--dry-run"],
        ["migrate", "--strategy", "command", "--deploy"],
        ["lint", "."],
        ["sql", "--database", "postgresql"],
    ],
    ids=" ".join,
)
def test_no_module_leaves_its_mark(trapped: Path, command: list[str]) -> None:
    done = usershift(trapped, *command)
    assert done.returncode in (0, 1), done.stderr
    assert not (trapped.parent / "mark").exists()
