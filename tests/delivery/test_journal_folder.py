"""A journal is followed only if this user's run made it here, and it is whole."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.called import plain_project, usershift
from tests.delivery.shapes import git, lay, repository, snapshot
from tests.delivery.test_commits import FILES as COMMITTED
from tests.delivery.test_commits import stages_of
from tests.delivery.test_worktree import FILES, killed_after, top_of, worked_on
from transformer.delivery.commits import commit
from transformer.delivery.worktree import interrupted, recover, write
from transformer.errors import Refused


@pytest.fixture(params=["git", "plain"])
def root(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    lay(tmp_path / "home", {".bashrc": b"mine\n"})
    folder = tmp_path / "project"
    lay(folder, FILES)
    if request.param == "git":
        repository(folder, {})
    return folder


def journal(root: Path) -> Path:
    return root / (".git/usershift" if top_of(root) else ".usershift")


def planned(project: Path, **values: Any) -> None:
    """Change the plan; what begins with ``first_`` is of its first file."""
    file = journal(project) / "journal.json"
    plan = json.loads(file.read_text())
    for key, value in values.items():
        target = plan["files"][0] if key.startswith("first_") else plan
        target[key.removeprefix("first_")] = value
    file.write_text(json.dumps(plan))


def moved(root: Path) -> None:
    """As in a copy, a clone or an archive: the same bytes in another folder."""
    shutil.copytree(journal(root), journal(root).with_name("copy"))
    shutil.rmtree(journal(root))
    journal(root).with_name("copy").rename(journal(root))


def linked(root: Path) -> None:
    journal(root).rename(root.parent / "elsewhere")
    journal(root).symlink_to(root.parent / "elsewhere")
    (root.parent / "elsewhere/inode").write_text(str(journal(root).stat().st_ino))


def given_away(root: Path) -> None:
    os.chown(journal(root), 12345, 12345)


BROKEN: dict[str, Callable[[Path], object]] = {
    "root outside": lambda r: planned(r, root="../" * (3 if top_of(r) else 2) + "home"),
    "root of all": lambda r: planned(r, root="/"),
    "path outside": lambda r: planned(r, first_path="../home/.bashrc"),
    "absolute path": lambda r: planned(r, first_path=str(r.parent / "home/.bashrc")),
    "path in .git": lambda r: planned(r, first_path=".git/hooks/pre-commit"),
    "path no text": lambda r: planned(r, first_path=7),
    "folder outside": lambda r: planned(r, new_folders=["../home"]),
    "copy outside": lambda r: planned(r, first_copy="../../home/.bashrc"),
    "other id": lambda r: planned(r, id="../../home/x"),
    "other digest": lambda r: planned(r, first_before="0" * 64),
    "no copy": lambda r: planned(r, first_copy=None),
    "copy damaged": lambda r: (journal(r) / "0").write_bytes(b""),
    "copy gone": lambda r: (journal(r) / "0").unlink(),
    "no list": lambda r: planned(r, files=3),
    "commits of no kind": lambda r: planned(r, commits=[1]),
    "not JSON": lambda r: (journal(r) / "journal.json").write_bytes(b"\xff{"),
    "not an object": lambda r: (journal(r) / "journal.json").write_text("[]"),
    "deep": lambda r: (journal(r) / "journal.json").write_text("[" * 100_000),
    "empty": lambda r: (journal(r) / "journal.json").write_text(""),
    "in another folder": moved,
    "no number": lambda r: (journal(r) / "inode").unlink(),
}
if os.geteuid() == 0:
    BROKEN["of somebody else"] = given_away


@pytest.mark.parametrize("how", BROKEN)
def test_a_journal_that_is_not_to_be_followed(root: Path, how: str) -> None:
    killed_after(root, 2)
    BROKEN[how](root)
    before = snapshot(root.parent)
    for ask in (recover, interrupted):
        with pytest.raises(Refused, match="cannot be followed") as refused:
            ask(root, top_of(root))
        assert "Nothing was changed" in refused.value.remedy
    assert snapshot(root.parent) == before


def test_a_journal_behind_a_link_is_none(root: Path) -> None:
    killed_after(root, 2)
    linked(root)
    before = snapshot(root.parent)
    with pytest.raises(Refused, match="is not its own"):
        recover(root, top_of(root))
    assert snapshot(root.parent) == before


@pytest.mark.parametrize("args", [["migrate"], ["migrate", "--undo"], ["migrate", "--dry-run"]])
def test_a_planted_journal_is_a_refusal(tmp_path: Path, args: list[str]) -> None:
    """The one of the review: it wrote another folder's file, with a mode of its own."""
    lay(tmp_path / "home", {"tool": b"mine\n"})
    files = [{"path": "tool", "copy": "0", "before": "", "written": [], "rights": None}]
    plan = {"id": "0", "root": "../../home", "files": files, "new_folders": [], "commits": None}
    project = plain_project(tmp_path / "project")
    lay(project, {".usershift/0": b"x\n", ".usershift/journal.json": json.dumps(plan).encode()})
    before = snapshot(tmp_path)
    done = usershift(project, *args)
    assert done.returncode == 3
    assert "cannot be followed: no run of yours" in done.stderr
    assert snapshot(tmp_path) == before


@pytest.mark.parametrize("content", [{"notes.txt": b"mine\n"}, {"inode": b""}, {"inode": b"12"}])
def test_a_folder_of_the_same_name_stays(root: Path, content: dict[str, bytes]) -> None:
    lay(journal(root), {**content, "mine": b"mine\n"})
    before = snapshot(root)
    with pytest.raises(Refused, match="is not its own"):
        write(root, worked_on(root).changes(), top_of(root))
    with pytest.raises(Refused, match="is not its own"):
        recover(root, top_of(root))
    assert snapshot(root) == before


def stopped_after(deliver: Callable[[], object], calls: int) -> int:
    """The status of a process that is killed where it would change the disk or call git."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])

    def dying(of: Any, name: str) -> None:
        real = getattr(of, name)

        def call(*args: Any, **kwargs: Any) -> Any:
            nonlocal calls
            if calls == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            calls -= 1
            return real(*args, **kwargs)

        setattr(of, name, call)

    for name in ("open", "fsync", "replace", "unlink", "mkdir", "rmdir", "fchmod"):
        dying(os, name)
    dying(subprocess.Popen, "__init__")
    deliver()
    os._exit(0)


def killed_everywhere(root: Path, deliver: Callable[[], object], step: int) -> None:
    """Whatever was left, the next run finds the old state or the finished one, and no trace."""

    def state() -> object:
        files = {p: c for p, c in snapshot(root).items() if not p.startswith(".git/")}
        left = {p for p in snapshot(root) if "usershift" in p or p.endswith(".lock")}
        if not top_of(root):
            return files, left
        return files, left, git(root, "log", "--format=%s", "--all"), git(root, "ls-files", "-s")

    before = state()
    kept = root.with_name("kept")
    shutil.copytree(root, kept, symlinks=True)
    deliver()
    finished = state()
    for number in range(0, 10_000, step):
        shutil.rmtree(root)
        shutil.copytree(kept, root, symlinks=True)
        status = stopped_after(deliver, number)
        if status == 0:
            break
        assert status == -signal.SIGKILL
        recover(root, top_of(root))
        assert state() in (before, finished), number
    assert number > 50


STEPS = pytest.mark.parametrize("step", [7, pytest.param(1, marks=pytest.mark.soak)])


@STEPS
def test_a_kill_at_every_call(root: Path, step: int) -> None:
    changes = worked_on(root).changes()
    killed_everywhere(root, lambda: write(root, changes, top_of(root)), step)


@STEPS
@pytest.mark.parametrize("verify", [True, False], ids=["with hooks", "without hooks"])
def test_a_kill_at_every_call_of_a_commit(tmp_path: Path, verify: bool, step: int) -> None:
    root = repository(tmp_path / "project", COMMITTED)
    stages = stages_of(root)
    killed_everywhere(root, lambda: commit(root, root, stages, verify=verify), step)


def test_all_is_on_the_disk_before_the_first_file_is_replaced(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    fsync, rename = os.fsync, os.replace

    def synced(file: int) -> None:
        said.append(str(Path(f"/proc/self/fd/{file}").readlink()))
        fsync(file)

    def renamed(source: str, to: str, **folders: int) -> None:
        said.append(f"-> {to}")
        rename(source, to, **folders)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(os, "replace", renamed)
    write(root, worked_on(root).changes(), top_of(root))
    first = next(n for n, what in enumerate(said) if what.startswith("-> ") and "json" not in what)
    folder = journal(root)
    for copy in ("0", "1", "3", "inode", "journal.json.new"):
        assert str(folder / copy) in said[:first]
    told = said.index("-> journal.json")
    assert said[told + 1 : told + 3] == [str(folder), str(folder.parent)]
    assert len([what for what in said[:first] if "/.usershift-" in what]) == 4
    after = said[first:]
    assert {str(root), str(root / "blog"), str(root / "new")} <= {*after}
    assert str(folder) in after


def test_a_tracked_journal_is_nobodys(tmp_path: Path) -> None:
    root = tmp_path / "project"
    lay(root, FILES)
    killed_after(root, 2)
    repository(root, {})
    git(tmp_path, "clone", "-q", str(root), "clone")
    shutil.rmtree(tmp_path / "clone/.git")
    before = snapshot(tmp_path / "clone")
    with pytest.raises(Refused, match="no run of yours"):
        recover(tmp_path / "clone", None)
    assert snapshot(tmp_path / "clone") == before
