"""Repositories, names and URLs that somebody made to do harm, through a batch."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from tests.cli.called import FILES, usershift
from tests.delivery.shapes import git, repository, snapshot
from tests.fleet import kinds
from tests.fleet.test_work import job_for, ran
from transformer.delivery.lock import held
from transformer.fleet.limits import Limits

PARTS = ("owner7", "p@ss", "s3cret")
BRANCHES = ("-x", "{name}.lock", "@{{u}}", "a b\x1b")


def entries(folder: Path) -> list[dict[str, object]]:
    lines = (folder / "usershift-batch" / "summary.jsonl").read_text().splitlines()
    return [json.loads(line) for line in lines]


def bomb(folder: Path, levels: int) -> None:
    """A repository of a few objects with ten files in each of ten folders, and so on."""
    repository(folder, {"tiny": b"x\n"})
    kind, mode, name = "blob", "100644", git(folder, "rev-parse", "HEAD:tiny").decode().strip()
    for _ in range(levels):
        entries = "".join(f"{mode} {kind} {name}\t{number}\n" for number in range(10))
        kind, mode = "tree", "040000"
        name = git(folder, "mktree", stdin=entries.encode()).decode().strip()
    head = git(folder, "commit-tree", name, "-m", "Small").decode().strip()
    git(folder, "update-ref", "HEAD", head)


def test_a_few_objects_that_become_millions_of_files_meet_the_disk_limit(tmp_path: Path) -> None:
    bomb(tmp_path / "bomb", 6)
    result = ran(replace(job_for(tmp_path / "bomb"), limits=Limits(seconds=60, disk=kinds.DISK)))
    assert (result.state.value, result.code) == ("failed", "disk-limit")


def test_a_file_that_is_small_only_when_it_is_packed_meets_the_disk_limit(tmp_path: Path) -> None:
    zeros = bytes(3 * kinds.DISK << 20)
    repository(tmp_path / "zeros", {**FILES, "zeros": zeros})
    result = ran(replace(job_for(tmp_path / "zeros"), limits=Limits(disk=kinds.DISK)))
    assert (result.state.value, result.code) == ("failed", "disk-limit")


def test_links_out_of_the_repository_are_written_through_by_nobody(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "models.py").write_bytes(FILES["blog/models.py"])
    folder = repository(tmp_path / "shop", FILES)
    for name in ("users", "blog/migrations", "usershift", "report.html"):
        (folder / name).symlink_to(outside)
    (folder / "blog" / "more.py").symlink_to(outside / "models.py")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "Links")
    before = snapshot(outside), snapshot(folder)
    ran(job_for(folder))
    assert (snapshot(outside), snapshot(folder)) == before


def test_a_folder_whose_name_speaks_to_the_terminal(tmp_path: Path) -> None:
    name = "a\n\x1b[31m<b>&'\",=cmd"
    kinds.not_django(tmp_path / "repos" / name)
    (tmp_path / "fleet.txt").write_text("repos/*\n")
    done = usershift(tmp_path, "batch", "fleet.txt", "--jobs", "1")
    assert done.returncode == 0, done.stderr
    assert "\x1b" not in done.stderr
    assert [entry["name"] for entry in entries(tmp_path)] == [r"a\n\x1b[31m<b>&'" + '",=cmd']
    for file in (tmp_path / "usershift-batch").glob("*.*"):
        assert b"\x1b[31m" not in file.read_bytes(), file
    # The lock file names it so that it is found again.
    again = usershift(tmp_path, "batch", "fleet.txt", "--lock", "usershift-batch/lock.csv")
    assert again.returncode == 0, again.stderr


@pytest.mark.parametrize(
    "template", ["a..b", *(pytest.param(t, marks=pytest.mark.soak) for t in BRANCHES)]
)
def test_a_branch_that_git_has_no_name_for(tmp_path: Path, template: str) -> None:
    kinds.fine(tmp_path / "shop")
    (tmp_path / "fleet.txt").write_text("shop\n")
    before = snapshot(tmp_path / "shop")
    usershift(tmp_path, "batch", "fleet.txt", "--jobs", "1", "--push", f"--branch={template}")
    (entry,) = entries(tmp_path)
    assert (entry["state"], entry["code"]) == ("failed", "usage"), entry
    assert "branch" in str(entry["message"])
    assert snapshot(tmp_path / "shop") == before


@pytest.mark.parametrize(
    "password", ["p@ss:s3cret", pytest.param("s3cret", marks=pytest.mark.soak)]
)
def test_a_password_is_in_no_file_and_in_nothing_that_is_said(
    tmp_path: Path, password: str
) -> None:
    (tmp_path / "fleet.txt").write_text(f"https://owner7:{password}@127.0.0.1:9/acme/shop.git\n")
    for asked in (("fleet.txt", "--dry-run"), ("fleet.txt", "--push"), ("status", "fleet.txt")):
        done = usershift(tmp_path, "batch", *asked, "--jobs", "1")
        said = done.stdout + done.stderr
        assert "acme/shop" in said
        assert not any(part in said for part in PARTS)
    for file in (tmp_path / "usershift-batch").rglob("*"):
        content = file.read_bytes() if file.is_file() else b""
        assert not any(part.encode() in content for part in PARTS), file


def test_a_password_with_a_slash_is_refused_without_being_shown(tmp_path: Path) -> None:
    (tmp_path / "fleet.txt").write_text("https://me:s3/cret@example.org/acme/shop.git\n")
    done = usershift(tmp_path, "batch", "fleet.txt", "--dry-run")
    assert done.returncode == 2
    assert "fleet.txt:1: " in done.stderr
    assert "s3" not in done.stderr


@pytest.mark.soak
def test_settings_that_never_end_end_with_the_job(tmp_path: Path) -> None:
    settings = FILES["site1/settings.py"] + b"\nwhile True:\n    DEBUG = not globals()\n"
    repository(tmp_path / "shop", {**FILES, "site1/settings.py": settings})
    job = replace(job_for(tmp_path / "shop", python=sys.prefix), verify=True)
    result = ran(replace(job, limits=Limits(seconds=60)))
    assert (result.state.value, result.code) == ("timed-out", "time-limit")


def test_two_batches_in_one_work_folder(tmp_path: Path) -> None:
    kinds.not_django(tmp_path / "shop")
    (tmp_path / "fleet.txt").write_text("shop\n")
    assert usershift(tmp_path, "batch", "fleet.txt", "--jobs", "1").returncode == 0
    work = tmp_path / "usershift-batch"
    before = snapshot(work)
    with held(work) as free:
        assert free
        for asked in (("fleet.txt", "--retry", "not-django"), ("status", "fleet.txt")):
            done = usershift(tmp_path, "batch", *asked)
            assert (done.returncode, "Another batch is running" in done.stderr) == (3, True)
        # Whoever only asks is answered.
        assert usershift(tmp_path, "batch", "fleet.txt", "--dry-run").returncode == 0
    assert snapshot(work) == before


def test_a_repository_does_not_choose_what_the_batch_says_of_it(tmp_path: Path) -> None:
    """Its own configuration may name formats, statuses and the number of processes."""
    own = b'[tool.usershift]\nformat = "github"\nfail-on = "note"\njobs = 64\nno-verify = true\n'
    repository(tmp_path / "shop", {**FILES, "pyproject.toml": own})
    assert ran(job_for(tmp_path / "shop")).state.value == "done"
