"""Nothing is written outside the project, whatever a repository has prepared."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.delivery.shapes import create, edit, lay, repository, snapshot, tree_of
from transformer.delivery import beneath
from transformer.delivery.beneath import Beneath, is_beneath
from transformer.delivery.plan import contents, planned, sources
from transformer.delivery.worktree import transaction, write
from transformer.errors import Refused
from transformer.tree import FileChange


@pytest.fixture(params=["from open folders", "by whole names"])
def root(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    if request.param == "by whole names":  # as on Windows
        monkeypatch.setattr(beneath, "_FROM_FOLDERS", False)
        for flags in ("_READ", "_NEW", "_FOLDER"):
            monkeypatch.setattr(beneath, flags, getattr(beneath, flags) & ~os.O_NOFOLLOW)
    return repository(tmp_path / "project", {"blog/signals.py": b"one\n", "a.py": b"x\n"})


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    lay(tmp_path / "home", {".bashrc": b"mine\n", "blog/signals.py": b"one\n"})
    return tmp_path / "home"


def changes(root: Path) -> list[FileChange]:
    tree = tree_of(root)
    tree.begin("first")
    edit(tree, "blog/signals.py", b"one", b"two")
    create(tree, "users/models.py")
    return tree.changes()


def test_the_name_of_an_earlier_version_is_only_a_link(root: Path, outside: Path) -> None:
    link = root / "blog/.signals.py.usershift-new"
    link.symlink_to(outside / ".bashrc")
    before = snapshot(outside)
    write(root, changes(root), root)
    assert (root / "blog/signals.py").read_bytes() == b"two\n"
    assert not (root / "blog/signals.py").is_symlink()
    assert link.is_symlink()
    assert snapshot(outside) == before


def swapped_folder(root: Path, outside: Path) -> None:
    (root / "blog").rename(root / "blog-before")
    (root / "blog").symlink_to(outside / "blog")


def swapped_file(root: Path, outside: Path) -> None:
    (root / "blog/signals.py").unlink()
    (root / "blog/signals.py").symlink_to(outside / "blog/signals.py")


def swapped_new_folder(root: Path, outside: Path) -> None:
    (root / "users").symlink_to(outside)


def swapped_pipe(root: Path, outside: Path) -> None:
    (root / "blog/signals.py").unlink()
    os.mkfifo(root / "blog/signals.py")


def new_pipe(root: Path, outside: Path) -> None:
    (root / "users").mkdir()
    os.mkfifo(root / "users/models.py")


SWAPS = [swapped_folder, swapped_file, swapped_new_folder, swapped_pipe, new_pipe]


@pytest.mark.parametrize("swap", SWAPS, ids=lambda swap: swap.__name__)
@pytest.mark.parametrize("when", ["before", "after"])
def test_what_became_a_link_or_a_pipe_is_refused(
    root: Path, outside: Path, swap: Callable[[Path, Path], None], when: str
) -> None:
    """Before the journal is made, and after."""
    before = snapshot(outside)
    plan = planned(root, changes(root))
    state = contents(plan)
    with pytest.raises(Refused):
        if when == "before":
            swap(root, outside)
            write(root, plan, root)
        with transaction(root, root, [state]) as log:
            swap(root, outside)
            log.write(state, sources(plan))
    assert snapshot(outside) == before
    assert not [path for path in snapshot(root) if ".usershift-" in path]


def test_a_hard_link_to_outside_is_cut(root: Path, outside: Path) -> None:
    (root / "blog/signals.py").unlink()
    (root / "blog/signals.py").hardlink_to(outside / "blog/signals.py")
    write(root, changes(root), root)
    assert (root / "blog/signals.py").read_bytes() == b"two\n"
    assert (outside / "blog/signals.py").read_bytes() == b"one\n"


def test_what_is_read_is_a_file(root: Path, outside: Path) -> None:
    os.mkfifo(root / "pipe")
    (root / "link").symlink_to(outside / ".bashrc")
    (root / "folder").symlink_to(outside)
    files = Beneath(root)
    assert files.read("a.py") == b"x\n"
    for path in ("pipe", "link", "blog"):
        with pytest.raises(OSError, match=str(root / path)):
            files.read(path)
    for path in ("none", "none/a", "a.py/a", "folder/.bashrc"):
        assert files.read(path) is None


def test_a_new_file_is_never_written_through_a_name_that_is_taken(
    root: Path, outside: Path
) -> None:
    (root / "link").symlink_to(outside / "new")
    for path in ("link", "a.py"):
        with pytest.raises(FileExistsError):
            Beneath(root).create(path, b"x")
    assert not (outside / "new").exists()


def test_the_rights_of_the_file_move_along(tmp_path: Path) -> None:
    root = repository(tmp_path / "project", {"a.py": b"x\n"})
    (root / "a.py").chmod(0o640)
    files = Beneath(root)
    files.create("b/c.py", b"x", files.rights("a.py"))
    assert stat.S_IMODE((root / "b/c.py").stat().st_mode) == 0o640


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("a.py", True),
        ("a/b.py", True),
        ("größe/..py", True),
        ("../a.py", False),
        ("a/../../b", False),
        ("/etc/passwd", False),
        ("a//b", False),
        ("a/./b", False),
        ("", False),
        (".git/hooks/pre-commit", False),
        ("sub/.GIT/config", False),
        ("a\0b", False),
        (None, False),
    ],
)
def test_which_names_are_beneath(path: object, allowed: bool) -> None:
    assert is_beneath(path) is allowed
