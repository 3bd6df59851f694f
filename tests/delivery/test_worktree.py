from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.delivery.shapes import create, edit, git, lay, move, repository, snapshot, tree_of
from transformer.delivery import journal_folder
from transformer.delivery.plan import contents, sources
from transformer.delivery.worktree import interrupted, recover, transaction, write
from transformer.errors import Refused
from transformer.tree import Tree

FILES = {"a.py": b"one\r\ntwo", "blog/b.py": b"x\n", "old/c.html": b"c\n"}


def worked_on(root: Path) -> Tree:
    tree = tree_of(root)
    tree.begin("first")
    edit(tree, "a.py", b"two", b"2")
    edit(tree, "blog/b.py", b"x", b"y")
    create(tree, "users/migrations/0001_initial.py")
    move(tree, "old/c.html", "new/c.html")
    return tree


@pytest.fixture(params=["git", "plain"])
def root(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    lay(folder, FILES)
    (folder / "a.py").chmod(0o750)
    if request.param == "git":
        repository(folder, {})
    return folder


def top_of(root: Path) -> Path | None:
    return root if (root / ".git").exists() else None


def test_all_is_written_and_no_trace_left(root: Path) -> None:
    before = snapshot(root)
    write(root, worked_on(root).changes(), top_of(root))
    after = snapshot(root)
    assert after["a.py"] == (b"one\r\n2", before["a.py"][1])
    assert after["blog/b.py"][0] == b"y\n"
    assert after["new/c.html"][0] == b"c\n"
    assert not (root / "old").exists()
    added = after.keys() - before.keys()
    assert added == {"users/migrations/0001_initial.py", "new/c.html"}


def test_the_mode_moves_with_a_renamed_file(root: Path) -> None:
    tree = tree_of(root)
    tree.begin("first")
    move(tree, "a.py", "b.py")
    write(root, tree.changes(), top_of(root))
    assert (root / "b.py").stat().st_mode & 0o777 == 0o750


def test_a_new_file_has_the_mode_of_the_umask(root: Path) -> None:
    write(root, worked_on(root).changes(), top_of(root))
    umask = os.umask(0)
    os.umask(umask)
    mode = (root / "users/migrations/0001_initial.py").stat().st_mode & 0o777
    assert mode == 0o666 & ~umask


def test_a_swap_of_two_files(root: Path) -> None:
    tree = tree_of(root)
    tree.begin("first")
    move(tree, "a.py", "t.py")
    move(tree, "blog/b.py", "a.py")
    move(tree, "t.py", "blog/b.py")
    write(root, tree.changes(), top_of(root))
    assert (root / "a.py").read_bytes() == b"x\n"
    assert (root / "blog/b.py").read_bytes() == b"one\r\ntwo"


def test_a_file_that_cannot_be_written_leaves_all_as_it_was(root: Path) -> None:
    before = snapshot(root)
    changes = worked_on(root).changes()
    lay(root, {"users": b"in the way\n"})
    with pytest.raises(Refused, match="could not be written"):
        write(root, changes, top_of(root))
    (root / "users").unlink()
    assert snapshot(root) == before


@pytest.mark.parametrize("error", [KeyboardInterrupt, SystemExit, RuntimeError])
def test_an_interruption_leaves_all_as_it_was(root: Path, error: type[BaseException]) -> None:
    before = snapshot(root)
    changes = worked_on(root).changes()
    state = contents(changes)
    with pytest.raises(error), transaction(root, top_of(root), [state]) as log:
        log.write(state, sources(changes))
        raise error
    assert snapshot(root) == before
    assert not (root / "users").exists()


@pytest.mark.parametrize("path", ["blog/b.py", "old/c.html", "users/migrations/0001_initial.py"])
def test_what_somebody_saved_meanwhile_is_not_lost(root: Path, path: str) -> None:
    changes = worked_on(root).changes()
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_bytes(b"saved while the passes ran\n")
    before = snapshot(root)
    with pytest.raises(Refused, match=path):
        write(root, changes, top_of(root))
    assert snapshot(root) == before


def test_a_link_stays_a_link(root: Path) -> None:
    (root / "link.py").symlink_to("blog/b.py")
    tree = tree_of(root)
    tree.begin("first")
    edit(tree, "link.py", b"x", b"z")
    write(root, tree.changes(), top_of(root))
    assert (root / "link.py").is_symlink()
    assert (root / "blog/b.py").read_bytes() == b"z\n"


def test_two_runs_at_once_are_refused(root: Path) -> None:
    with (
        journal_folder.locked(root, top_of(root)),
        pytest.raises(Refused, match="Another usershift is writing"),
    ):
        write(root, worked_on(root).changes(), top_of(root))


KILLED = """
import os, signal, sys
from pathlib import Path
from transformer.delivery.worktree import write
from tests.delivery.test_worktree import top_of, worked_on

root, writes = Path(sys.argv[1]), int(sys.argv[2])
real = os.replace

def rename(*args, **kwargs):
    global writes
    if writes == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    writes -= 1
    return real(*args, **kwargs)

os.replace = rename
write(root, worked_on(root).changes(), top_of(root))
"""


def killed_after(root: Path, writes: int) -> None:
    """A real process, killed before its next rename: the first is the journal's own."""
    done = subprocess.run([sys.executable, "-c", KILLED, str(root), str(writes)], check=False)
    assert done.returncode == -signal.SIGKILL


@pytest.mark.parametrize("writes", [0, 1, 2, 4])
def test_after_a_kill_the_next_run_puts_all_back(root: Path, writes: int) -> None:
    before = snapshot(root)
    killed_after(root, writes)
    assert interrupted(root, top_of(root)) is (writes > 0)
    recover(root, top_of(root))
    after = snapshot(root)
    assert {p: c for p, c in after.items() if "usershift" not in p} == before
    assert not (root / "users").exists()
    write(root, worked_on(root).changes(), top_of(root))
    assert not any("usershift" in path for path in snapshot(root))


def test_work_done_after_the_kill_is_not_lost(root: Path) -> None:
    killed_after(root, 2)
    lay(root, {"a.py": b"edited by hand\n"})
    with pytest.raises(Refused, match=r"since then a\.py changed"):
        recover(root, top_of(root))
    assert (root / "a.py").read_bytes() == b"edited by hand\n"


def test_nothing_to_recover(root: Path) -> None:
    before = snapshot(root)
    assert recover(root, top_of(root)) == []
    assert snapshot(root) == before


def test_git_sees_only_the_change(tmp_path: Path) -> None:
    top = repository(tmp_path / "repo", FILES)
    write(top, worked_on(top).changes(), top)
    status = git(top, "status", "--porcelain").decode().split()
    assert status == [
        "M",
        "a.py",
        "M",
        "blog/b.py",
        "D",
        "old/c.html",
        "??",
        "new/",
        "??",
        "users/",
    ]
