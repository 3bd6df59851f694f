"""What the Tab key offers in a shell."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.called import usershift


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("usershift mi", ["migrate"]),
        ("usershift migrate --strat", ["--strategy"]),
        ("usershift migrate --strategy t", ["two-step"]),
        ("usershift batch st", ["status"]),
        ("usershift nothing-like-it", []),
    ],
)
def test_bash_completes_commands_options_and_values(
    tmp_path: Path, line: str, offered: list[str]
) -> None:
    asked = {
        "_USERSHIFT_COMPLETE": "complete_bash",
        "COMP_WORDS": line,
        "COMP_CWORD": str(len(line.split()) - 1),
    }
    assert usershift(tmp_path, env=asked).stdout.split() == offered


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_for_a_shell(tmp_path: Path, shell: str) -> None:
    done = usershift(tmp_path, env={"_USERSHIFT_COMPLETE": f"source_{shell}"})
    assert done.returncode == 0, done.stderr
    assert f"complete_{shell}" in done.stdout
