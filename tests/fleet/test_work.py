from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from tests.delivery.shapes import git, snapshot
from tests.fleet import kinds
from transformer.fleet.job import Job, Result
from transformer.fleet.limits import Limits
from transformer.fleet.manifest import Repository
from transformer.fleet.source import Source
from transformer.fleet.wanted import Wanted
from transformer.fleet.work import run

# The others differ in what `assess` says of them, which batches of a few and the codes' own tests
# have; here every run of the suite has what is taken in another way.
TAKEN = ("dirty", "without-commit", "no-repository", "armed", "-rf $(touch it-ran) ünïcode")


def job_for(folder: Path, **wanted: object) -> Job:
    repository = Repository(Source(str(folder), local=True), folder.name, Wanted(**wanted))  # type: ignore[arg-type]
    scratch = folder.parent / "scratch"
    scratch.mkdir(exist_ok=True)
    return Job(repository, "moved", Limits(seconds=120), scratch=str(scratch))


def ran(job: Job) -> Result:
    result = run(job)
    assert list(Path(job.scratch).iterdir()) == [], "the job left something"
    return result


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=[] if name in TAKEN else [pytest.mark.soak])
        for name in kinds.KINDS
        if name not in kinds.LIMITED
    ],
)
def test_each_kind_ends_in_its_state(tmp_path: Path, name: str) -> None:
    make, state = kinds.KINDS[name]
    folder = tmp_path / name
    make(folder)
    before = snapshot(folder)
    result = ran(job_for(folder))
    assert ("not committed" in "".join(result.notes)) is (name == "dirty")
    assert (result.state.value, result.message) == (state, result.message)
    assert snapshot(folder) == before
    assert not (tmp_path / "it-ran").exists()
    fine = state in ("done", "nothing-to-do")
    assert bool(result.code) is not fine
    assert ("migrate.json" in result.files) is fine, "what is refused is not migrated"


def test_what_comes_back_is_the_branch_its_patch_and_its_reports(tmp_path: Path) -> None:
    folder = tmp_path / "shop"
    kinds.fine(folder)
    result = ran(job_for(folder))
    assert (result.state.value, result.code) == ("done", "")
    assert set(result.files) == {
        *("assess.json", "migrate.json", "report.html", "runbook.md"),
        *("changes.patch", "branch.bundle", "request.md"),
    }
    assert result.title == "Move from auth.User to users.User"
    assert b"users.User" in result.files["request.md"]
    assert not result.files["request.md"].startswith(result.title.encode())
    assert result.commit == git(folder, "rev-parse", "HEAD").decode().strip()
    bundle = tmp_path / "branch.bundle"
    bundle.write_bytes(result.files["branch.bundle"])
    git(folder, "fetch", "-q", str(bundle), "refs/heads/moved:refs/heads/moved")
    assert git(folder, "rev-parse", "moved").decode().strip() == result.head
    git(folder, "apply", "--index", "-", stdin=result.files["changes.patch"])
    git(folder, "diff", "--cached", "--exit-code", "moved")
    # Once it is merged, there is nothing left to do.
    git(folder, "commit", "-q", "-m", "Moved")
    result = ran(job_for(folder))
    assert (result.state.value, result.head) == ("nothing-to-do", "")


def test_the_options_of_a_repository_reach_the_tool(tmp_path: Path) -> None:
    kinds.several(tmp_path / "both")
    asked = {"app": "people", "app_path": "apps", "strategy": "command", "ignore": ("US102",)}
    result = ran(job_for(tmp_path / "both", project="two", **asked))
    assert (result.state.value, result.strategy) == ("done", "command"), result.message
    made = json.loads(result.files["migrate.json"])["files"]
    assert "apps/people/models.py" in {file["path"] for file in made}
    assert b"two/apps/people/models.py" in result.files["changes.patch"]


def test_a_project_folder_that_is_a_link_out_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "shop"
    kinds.fine(folder)
    (folder / "back").symlink_to("/etc")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "Link")
    result = ran(job_for(folder, project="back"))
    assert (result.state.value, result.code) == ("failed", "outside-project")


def test_the_commit_that_was_taken_before_is_taken_again(tmp_path: Path) -> None:
    folder = tmp_path / "shop"
    kinds.fine(folder)
    first = git(folder, "rev-parse", "HEAD").decode().strip()
    git(folder, "commit", "-q", "--allow-empty", "-m", "Later")
    result = ran(replace(job_for(folder), commit=first))
    assert (result.state.value, result.commit) == ("done", first)
    assert b"prerequisite" not in result.files["branch.bundle"]


def test_another_branch_can_be_taken(tmp_path: Path) -> None:
    folder = tmp_path / "shop"
    kinds.fine(folder)
    git(folder, "switch", "-q", "-c", "next")
    git(folder, "commit", "-q", "--allow-empty", "-m", "Next")
    head = git(folder, "rev-parse", "HEAD").decode().strip()
    git(folder, "switch", "-q", "main")
    assert ran(job_for(folder, ref="next")).commit == head
    assert ran(job_for(folder, ref="none")).code == "not-cloned"


def test_messages_follow_a_template(tmp_path: Path) -> None:
    folder = tmp_path / "shop"
    kinds.fine(folder)
    result = ran(replace(job_for(folder), message="[{name}] {subject}\n\n{body}\n\nRefs: OPS-1"))
    assert result.title == "[shop] Move from auth.User to users.User"
    (tmp_path / "bundle").write_bytes(result.files["branch.bundle"])
    git(folder, "fetch", "-q", str(tmp_path / "bundle"), "refs/heads/moved:moved")
    messages = (
        git(folder, "log", "-z", "--format=%B", "main..moved").decode().strip("\0").split("\0")
    )
    assert all(message.startswith("[shop] ") for message in messages)
    assert all(message.rstrip().endswith("Refs: OPS-1") for message in messages)


def test_a_clone_that_hangs_is_ended(tmp_path: Path) -> None:
    kinds.hanging(tmp_path / "shop")
    job = replace(job_for(tmp_path / "shop"), limits=Limits(seconds=2))
    result = ran(job)
    assert (result.state.value, result.code) == ("timed-out", "time-limit")
    assert result.seconds < 60


def test_a_repository_larger_than_the_limit_is_ended(tmp_path: Path) -> None:
    kinds.too_large(tmp_path / "shop")
    result = ran(replace(job_for(tmp_path / "shop"), limits=Limits(disk=kinds.DISK)))
    assert result.state.value == "failed"
    assert result.code in ("disk-limit", "not-cloned")


def test_memory_has_a_limit(tmp_path: Path) -> None:
    kinds.fine(tmp_path / "shop")
    result = ran(replace(job_for(tmp_path / "shop"), limits=Limits(memory=48)))
    assert result.state.value == "failed"


def test_no_home_folder_and_no_identity_are_needed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kinds.fine(tmp_path / "shop")
    monkeypatch.delenv("HOME")
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("EMAIL", "")
    result = ran(job_for(tmp_path / "shop"))
    assert result.state.value == "done", result.message


def test_a_password_is_in_nothing_that_comes_back(tmp_path: Path) -> None:
    source = Source("https://me:s3cret@127.0.0.1:9/acme/shop.git", local=False)
    job = replace(job_for(tmp_path / "x"), repository=Repository(source, source.name))
    result = ran(job)
    assert result.code == "not-cloned"
    assert "https://127.0.0.1:9/acme/shop.git cannot be cloned" in result.message
    assert "s3cret" not in repr(result) + repr(result.files)


def test_a_password_is_not_on_the_command_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = tmp_path / "seen"
    spy = tmp_path / "bin" / "git"
    spy.parent.mkdir()
    spy.write_text(f'#!/bin/sh\necho "$@" >> {seen}\nexit 1\n')
    spy.chmod(0o755)
    monkeypatch.setenv("PATH", f"{spy.parent}:{os.environ['PATH']}")
    source = Source("https://me:s3cret@127.0.0.1:9/acme/shop.git", local=False)
    ran(replace(job_for(tmp_path / "x"), repository=Repository(source, source.name)))
    assert "clone" in seen.read_text()
    assert "s3cret" not in seen.read_text()


def test_what_a_command_started_ends_with_its_worker(tmp_path: Path) -> None:
    """A worker that is killed leaves no command behind."""
    kinds.hanging(tmp_path / "shop")
    code = f"from tests.fleet.test_work import *\nrun(job_for(Path({str(tmp_path / 'shop')!r})))\n"
    worker = subprocess.Popen([sys.executable, "-c", code], start_new_session=True)
    try:
        waiting = _started(tmp_path)
    finally:
        worker.kill()
        worker.wait()
    for _ in range(200):
        try:
            state = Path(f"/proc/{waiting}/stat").read_text().rpartition(")")[2].split()[0]
        except OSError:
            return
        if state == "Z":  # ended, and nobody has asked how
            return
        subprocess.run(["sleep", "0.05"], check=True)
    pytest.fail("the clone outlived its worker")


def _started(folder: Path) -> str:
    for _ in range(600):
        for process in Path("/proc").glob("[0-9]*"):
            try:
                words = (process / "cmdline").read_bytes()
            except OSError:
                continue
            if b"clone\0" in words and os.fsencode(folder) in words:
                return process.name
        subprocess.run(["sleep", "0.05"], check=True)
    raise AssertionError("no clone began")


def test_a_branch_that_is_not_proved_is_kept_and_said(tmp_path: Path) -> None:
    """There is no interpreter that has the project's Django."""
    kinds.fine(tmp_path / "shop")
    result = ran(replace(job_for(tmp_path / "shop"), verify=True))
    assert result.state.value == "proof-failed"
    assert result.code
    assert {"branch.bundle", "verify.json"} <= set(result.files)
