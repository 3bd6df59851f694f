"""``finalize`` delivers and fails as ``migrate`` does."""

from __future__ import annotations

from pathlib import Path

from tests.cli.called import git_project, usershift


def test_a_change_fails_where_that_was_asked_for(tmp_path: Path) -> None:
    root = git_project(tmp_path)
    assert usershift(root, "migrate", "--commit").returncode == 0
    shown = usershift(root, "finalize", "--dry-run")
    assert "strategy" not in shown.stderr
    assert (shown.returncode, "diff --git" in shown.stdout) == (0, True)
    failed = usershift(root, "finalize", "--dry-run", "--check")
    assert (failed.returncode, failed.stdout) == (1, shown.stdout)
