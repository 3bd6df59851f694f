from __future__ import annotations

from pathlib import Path

import pytest

from tests.delivery.shapes import create, edit, git, lay, repository, snapshot, tree_of
from transformer.delivery.clean import (
    ignored,
    refuse_dirty,
    refuse_mixing,
    refuse_overwriting,
)
from transformer.errors import Refused
from transformer.git import Git


def test_a_clean_tree(tmp_path: Path) -> None:
    top = repository(tmp_path / "repo", {"a.py": b"one\n"})
    before = snapshot(top)
    refuse_dirty(top, top)
    assert snapshot(top) == before


@pytest.mark.parametrize("staged", [True, False], ids=["staged", "not staged"])
def test_a_modified_file_is_named(tmp_path: Path, staged: bool) -> None:
    top = repository(tmp_path / "repo", {"größe.py": b"one\n"})
    lay(top, {"größe.py": b"two\n"})
    if staged:
        git(top, "add", "-A")
    with pytest.raises(Refused, match=r"One file is not committed: größe\.py") as refused:
        refuse_dirty(top, top)
    assert "--allow-dirty" in refused.value.remedy


def test_a_staged_rename(tmp_path: Path) -> None:
    top = repository(tmp_path / "repo", {"a.py": b"one\n"})
    git(top, "mv", "a.py", "b.py")
    with pytest.raises(Refused, match=r"2 files are not committed: a\.py, b\.py"):
        refuse_dirty(top, top)


def test_many_files_are_shortened(tmp_path: Path) -> None:
    files = {f"f{n:02}.py": b"one\n" for n in range(30)}
    top = repository(tmp_path / "repo", files)
    lay(top, dict.fromkeys(files, b"two\n"))
    with pytest.raises(Refused, match=r"30 files are .* f09\.py and 20 more"):
        refuse_dirty(top, top)


def test_untracked_files_do_not_matter(tmp_path: Path) -> None:
    top = repository(tmp_path / "repo", {"a.py": b"one\n"})
    lay(top, {"notes.txt": b"mine\n"})
    refuse_dirty(top, top)


def test_another_folder_of_the_repository_does_not_matter(tmp_path: Path) -> None:
    top = repository(tmp_path / "repo", {"back/a.py": b"one\n", "front/b.js": b"x\n"})
    lay(top, {"front/b.js": b"y\n"})
    refuse_dirty(top / "back", top)


def test_a_folder_whose_name_is_a_pattern(tmp_path: Path) -> None:
    top = repository(tmp_path / "repo", {"b*k/a.py": b"one\n", "back/a.py": b"x\n"})
    lay(top, {"back/a.py": b"y\n"})
    refuse_dirty(top / "b*k", top)


def test_an_untracked_file_that_would_change_is_refused(tmp_path: Path) -> None:
    top = repository(tmp_path / "repo", {"a.py": b"one\n"})
    lay(top, {"local.py": b"one\n"})
    tree = tree_of(top)
    tree.begin("first")
    edit(tree, "local.py", b"one", b"two")
    create(tree, "new.py")
    with pytest.raises(Refused, match=r"One file is not tracked .*: local\.py\."):
        refuse_overwriting(top, top, tree.changes())


def test_a_tracked_file_may_change(tmp_path: Path) -> None:
    top = repository(tmp_path / "repo", {"sub/a.py": b"one\n"})
    tree = tree_of(top / "sub")
    tree.begin("first")
    edit(tree, "a.py", b"one", b"two")
    refuse_overwriting(top / "sub", top, tree.changes())


def test_uncommitted_work_does_not_get_into_commits(tmp_path: Path) -> None:
    top = repository(tmp_path / "repo", {"a.py": b"one\n", "b.py": b"x\n"})
    lay(top, {"a.py": b"mine\n"})
    tree = tree_of(top)
    tree.begin("first")
    edit(tree, "b.py", b"x", b"y")
    refuse_mixing(top, Git(top), tree.changes())
    edit(tree, "a.py", b"mine", b"ours")
    with pytest.raises(Refused, match=r"would be part of the migration's commits: a\.py"):
        refuse_mixing(top, Git(top), tree.changes())


def test_which_paths_are_ignored(tmp_path: Path) -> None:
    top = repository(tmp_path / "repo", {"sub/.gitignore": b"migrations/\n"})
    paths = ["users/migrations/0001_initial.py", "users/models.py"]
    assert ignored(top / "sub", top, paths) == paths[:1]
