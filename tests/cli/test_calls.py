"""Calls that are wrong end with 2, name what is wrong and what would be right."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.called import git_project, usershift
from tests.delivery.shapes import lay
from transformer.pipeline import all_passes


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return git_project(tmp_path_factory.mktemp("calls") / "project")


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["migrate", "--nope"], "No such option"),
        (["migrate", "nowhere"], "There is no file or folder nowhere"),
        (["migrate", "--commit", "--branch", "x"], "--commit and --branch contradict"),
        (["migrate", "--check", "--commit"], "--commit and --check contradict"),
        (["migrate", "--dry-run", "--patch", "x"], "--dry-run and --patch contradict"),
        (["migrate", "-n", "--only", "referenses"], "Did you mean `references`?"),
        (["migrate", "-n", "--skip", "nothing"], "There is no pass `nothing`"),
        (["migrate", "-n", "--strategy", "brigde"], "brigde"),
        (["migrate", "-n", "--config", "none.toml"], "none.toml cannot be read: No such"),
        (["migrate", "-n", "--only", "admin", "--skip", "admin"], "leave no pass"),
        (["migrate", "-n", "--python", "none/bin/python"], "There is no interpreter none/bin"),
        (["explain", "US999"], "There is no rule `US999`"),
        (["migrat"], "migrate"),
        (["lint", "nowhere"], "There is no file or folder nowhere"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_wrong_calls(project: Path, args: list[str], said: str) -> None:
    done = usershift(project, *args)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert said in done.stderr


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("stratgy = 'bridge'", "unknown key `stratgy`. Did you mean `strategy`?"),
        ("strategy = 3", "`strategy` is 3. It must be a string."),
        ("strategy = 'bridges'", "`strategy` cannot be 'bridges'."),
        ("only = [1]", "It must be a list of strings."),
        ("suggested = 'yes'", "It must be true or false."),
        ("= broken", "cannot be read"),
    ],
)
def test_wrong_configurations(project: Path, tmp_path: Path, text: str, said: str) -> None:
    lay(tmp_path, {"usershift.toml": text.encode()})
    done = usershift(project, "migrate", "-n", "--config", tmp_path / "usershift.toml")
    assert done.returncode == 2
    assert said in done.stderr.replace("\n", " ")


def test_version(project: Path) -> None:
    assert usershift(project, "--version").stdout.startswith("usershift ")


def test_without_a_command_there_is_help(project: Path) -> None:
    done = usershift(project)
    assert "migrate" in done.stdout + done.stderr


def test_help_names_the_passes_and_takes_no_flag_for_a_value(project: Path) -> None:
    said = " ".join(usershift(project, "migrate", "--help").stdout.replace("│", " ").split())
    assert ", ".join(each.name for each in all_passes()) in said
    assert "<bool>" not in said
