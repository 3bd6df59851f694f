"""The runbook that `migrate --runbook` writes."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

SAMPLE = Path(__file__).parent.parent / "sample_projects" / "blog"


def written(tmp_path: Path, *arguments: str) -> str:
    shutil.copytree(SAMPLE, tmp_path / "blog", ignore=shutil.ignore_patterns("*.sqlite3"))
    book = tmp_path / "runbook.md"
    command = [sys.executable, "-m", "transformer", "migrate", str(tmp_path / "blog"), "--dry-run"]
    done = subprocess.run(
        [*command, "--django", "4.2", "--runbook", str(book), *arguments],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return book.read_text()


def test_under_the_bridge_a_plain_migrate_is_all(tmp_path: Path) -> None:
    text = written(tmp_path)
    assert "Nothing has to run before it" in text
    assert "adopt_users" not in text
    assert "python manage.py migrate users 0001_initial" in text


def test_the_command_and_the_places_that_call_migrate(tmp_path: Path) -> None:
    text = written(tmp_path, "--strategy", "command")
    assert text.index("manage.py adopt_users") < text.index("python manage.py migrate\n")


def test_two_releases(tmp_path: Path) -> None:
    assert "The release that reserves the app" in written(tmp_path, "--strategy", "two-step")


def test_grafted_into_an_app_the_way_back_ends_before_the_content_type(tmp_path: Path) -> None:
    text = written(tmp_path, "--strategy", "graft", "--app", "blog")
    assert "python manage.py migrate blog 0004_" in text


@pytest.mark.parametrize("strategy", ["bridge", "command", "two-step"])
def test_no_paragraph_is_left_out_or_doubled(tmp_path: Path, strategy: str) -> None:
    text = written(tmp_path, "--strategy", strategy)
    assert [line for line in text.splitlines() if line.startswith("## ")] == [
        "## 1. Before",
        "## 2. Staging",
        "## 3. Deploy",
        "## 4. After",
        "## 5. Rollback",
        "## 6. Later releases",
    ]
    assert "\n\n\n" not in text and "{{" not in text and "{%" not in text
