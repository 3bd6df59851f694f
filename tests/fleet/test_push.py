from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.called import usershift
from tests.delivery.shapes import git
from tests.fleet import kinds
from transformer.errors import UsageError
from transformer.fleet.request import open_request, read_command

OPENED = "import sys; print(sys.argv[1:]); print('https://host.example/pull/7')"


def pushed(folder: Path, *args: str) -> tuple[int, dict[str, object], str]:
    """Exit status, the summary's entry of the one repository, and what was said."""
    done = usershift(folder, "batch", "fleet.txt", "--jobs", "1", "--push", *args)
    lines = (folder / "usershift-batch" / "summary.jsonl").read_text().splitlines()
    return done.returncode, json.loads(lines[0]), done.stderr


def test_a_branch_is_pushed_once_and_its_request_opened_once(tmp_path: Path) -> None:
    kinds.armed(tmp_path / "armed")
    subprocess.run(["git", "clone", "-q", "--bare", "armed", "bare.git"], cwd=tmp_path, check=True)
    for name in ("pre-receive", "post-receive", "update", "reference-transaction"):
        hook = tmp_path / "bare.git" / "hooks" / name
        hook.parent.mkdir(exist_ok=True)
        hook.write_text(f"#!/bin/sh\ntouch {tmp_path / 'it-ran'}\n")
        hook.chmod(0o755)
    (tmp_path / "fleet.txt").write_text("bare.git\n")
    opener = tmp_path / "opener.py"
    opener.write_text(f"open({str(tmp_path / 'log')!r}, 'a').write('x')\n{OPENED}")
    command = f"{sys.executable} {opener} --head {{branch}} --title {{title}} --body {{body_file}}"
    asked = ("--branch", "move/{name}", "--request-command", command)
    status, entry, said = pushed(tmp_path, *asked)
    assert (status, entry["pushed"], entry["request"]) == (
        0,
        "pushed",
        "https://host.example/pull/7",
    ), said
    head = git(tmp_path / "bare.git", "rev-parse", "refs/heads/move/bare").decode().strip()
    assert head == entry["head"]
    assert not (tmp_path / "it-ran").exists()
    assert pushed(tmp_path, *asked)[0] == 0
    assert (tmp_path / "log").read_text() == "x"


def test_a_branch_that_is_there_with_other_content_is_left_alone(tmp_path: Path) -> None:
    kinds.fine(tmp_path / "shop")
    git(tmp_path / "shop", "branch", "usershift")
    before = git(tmp_path / "shop", "rev-parse", "usershift")
    (tmp_path / "fleet.txt").write_text("shop\n")
    status, entry, said = pushed(tmp_path)
    assert (status, entry["state"], entry["pushed"]) == (1, "done", "failed")
    assert "The branch usershift is there" in str(entry["push_message"])
    assert re.search(r"^shop +not pushed +The branch usershift is there", said, re.MULTILINE)
    assert 'failures="1"' in (tmp_path / "usershift-batch" / "junit.xml").read_text()
    assert git(tmp_path / "shop", "rev-parse", "usershift") == before
    git(tmp_path / "shop", "branch", "-D", "usershift")
    status, entry, _ = pushed(tmp_path)
    assert (status, entry["pushed"]) == (0, "pushed")


def test_a_branch_that_another_work_folder_pushed_is_that_branch(tmp_path: Path) -> None:
    kinds.fine(tmp_path / "shop")
    (tmp_path / "fleet.txt").write_text("shop\n")
    assert pushed(tmp_path)[0] == 0
    before = git(tmp_path / "shop", "rev-parse", "usershift")
    (tmp_path / "usershift-batch").rename(tmp_path / "lost")
    status, entry, _ = pushed(tmp_path, "--message", "{subject} again")
    assert (status, entry["pushed"]) == (0, "pushed")
    assert git(tmp_path / "shop", "rev-parse", "usershift") == before


def test_a_request_that_fails_is_said_and_tried_again(tmp_path: Path) -> None:
    kinds.fine(tmp_path / "shop")
    (tmp_path / "fleet.txt").write_text("shop\n")
    status, entry, said = pushed(tmp_path, "--request-command", "false {branch}")
    assert (status, entry["pushed"]) == (1, "request-failed")
    assert "`false` ended with status 1" in said
    status, entry, _ = pushed(tmp_path, "--request-command", "true {branch}")
    assert (status, entry["pushed"]) == (0, "pushed")


def test_no_shell_reads_what_a_repository_is_called(tmp_path: Path) -> None:
    command = read_command(
        f"{sys.executable} -c 'import sys; print(len(sys.argv), *sys.argv)' {{title}}"
    )
    fields = {"title": "$(touch it-ran); `touch it-ran` \n--web https://x.example/1"}
    assert open_request(command, tmp_path, fields) == "https://x.example/1"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("template", ["", "gh 'x", "gh {token}", "gh {title!r}"])
def test_a_command_that_is_none(template: str) -> None:
    with pytest.raises(UsageError, match="--request-command"):
        read_command(template)
