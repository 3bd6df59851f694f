"""Which code is before the migration, as git has it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.cli.called import FILES, git_project
from tests.delivery.shapes import git
from transformer.errors import Refused, UsageError
from transformer.project import Project, discover
from transformer.proof.versions import Version, before, is_moved, lay, named

SETTINGS = "site1/settings.py"
MOVED = FILES[SETTINGS] + b'AUTH_USER_MODEL = "users.User"\n'


def project(root: Path) -> Project:
    return discover(root, django="4.2")


def head(root: Path, name: str = "HEAD") -> str:
    return git(root, "rev-parse", name).decode().strip()


def commit(root: Path, **files: bytes) -> str:
    for name, content in files.items():
        (root / name.replace("__", "/")).write_bytes(content)
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "More")
    return head(root)


def move(root: Path) -> None:
    (root / SETTINGS).write_bytes(MOVED)


def test_what_is_not_committed_is_compared_with_head(tmp_path: Path) -> None:
    root = git_project(tmp_path / "p")
    assert not is_moved(project(root))
    move(root)
    assert is_moved(project(root))
    assert before(project(root)).revision == "HEAD"


def test_a_branch_is_compared_with_what_it_began_from(tmp_path: Path) -> None:
    root = git_project(tmp_path / "p")
    main = git(root, "branch", "--show-current").decode().strip()
    began = head(root)
    git(root, "checkout", "-q", "-b", "own-user")
    commit(root, neutral=b"x")
    move(root)
    moved = commit(root)
    assert head(root, before(project(root)).revision) == began
    git(root, "checkout", "-q", main)
    assert head(root, before(project(root), Version("", revision="own-user")).revision) == began
    assert head(root, "own-user") == moved


def test_the_neutral_stage_is_compared_with_what_it_stands_on(tmp_path: Path) -> None:
    root = git_project(tmp_path / "p")
    main = git(root, "branch", "--show-current").decode().strip()
    began = head(root)
    git(root, "checkout", "-q", "-b", "prepared")
    commit(root, neutral=b"x")
    git(root, "checkout", "-q", main)
    assert head(root, before(project(root), Version("", revision="prepared")).revision) == began


def test_on_the_main_branch_it_is_the_commit_before(tmp_path: Path) -> None:
    root = git_project(tmp_path / "p")
    last = commit(root, neutral=b"x")
    move(root)
    commit(root)
    commit(root, later=b"x")
    assert head(root, before(project(root)).revision) == last


def test_without_a_commit_from_before_there_is_nothing_to_compare(tmp_path: Path) -> None:
    root = git_project(tmp_path / "p")
    move(root)
    git(root, "add", "-A")
    git(root, "commit", "-q", "--amend", "-m", "Begun so")
    with pytest.raises(Refused, match="from before the migration"):
        before(project(root))


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("site1/tests.py", b'    AUTH_USER_MODEL="site1.Person",\n'),
        ("site1/local.py", b'AUTH_USER_MODEL = "auth.User"\n'),
        ("other/site2/settings.py", b'AUTH_USER_MODEL = "people.Person"\n'),
    ],
)
def test_whatever_else_names_a_user_model_has_not_moved_it(
    path: str, line: bytes, tmp_path: Path
) -> None:
    root = git_project(tmp_path / "p")
    if path.startswith("other/"):
        shutil.copytree(root / "site1", root / "other/site2")
        (root / "other/manage.py").write_bytes(FILES["manage.py"].replace(b"site1", b"site2"))
    with (root / path).open("ab") as file:
        file.write(line)
    last = commit(root)
    move(root)
    assert before(project(root)).revision == "HEAD"
    commit(root, later=b"x")
    assert head(root, before(project(root)).revision) == last


def test_a_revision_has_its_own_files_and_what_git_ignores(tmp_path: Path) -> None:
    root = git_project(tmp_path / "p")
    began = head(root)
    (root / ".gitignore").write_text("local.py\n")
    (root / "local.py").write_text("here")
    (root / "new.py").write_text("not committed")
    (root / "users/migrations").mkdir(parents=True)
    (root / "users/migrations/__init__.py").write_text("")
    commit(root, later=b"x")
    move(root)
    code = lay(project(root), named(project(root), began), tmp_path / "to")
    assert (code.folder / SETTINGS).read_bytes() == FILES[SETTINGS]
    assert (code.folder / "local.py").read_text() == "here"
    assert not (code.folder / "later").exists()
    assert not (code.folder / "new.py").exists()
    assert not (code.folder / "users").exists()
    assert git(root, "status", "--short").decode().split() == ["M", SETTINGS]


def test_a_name_is_a_folder_or_a_revision(tmp_path: Path) -> None:
    root = git_project(tmp_path / "p")
    assert named(project(root), str(tmp_path)).folder == tmp_path
    with pytest.raises(Refused, match="no commit nowhere"):
        lay(project(root), named(project(root), "nowhere"), tmp_path / "to")
    (tmp_path / "alone").mkdir()
    for name, content in FILES.items():
        (tmp_path / "alone" / name).parent.mkdir(exist_ok=True)
        (tmp_path / "alone" / name).write_bytes(content)
    with pytest.raises(UsageError, match="no folder nowhere"):
        named(project(tmp_path / "alone"), "nowhere")
