from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.delivery.shapes import (
    create,
    edit,
    git,
    lay,
    move,
    repository,
    snapshot,
    tree_of,
)
from transformer.delivery.diff import diff
from transformer.errors import Refused
from transformer.tree import Tree


def check_applies(top: Path, tree: Tree) -> bytes:
    """The diff applies to the working tree, gives the tree's bytes, and made no trace."""
    wanted = {change.path: change.after for change in tree.changes()}
    before = snapshot(top)
    patch = diff(tree.root, tree.changes(), top if (top / ".git").exists() else None)
    assert snapshot(top) == before
    git(top, "apply", "--check", stdin=patch)
    git(top, "apply", stdin=patch)
    for path, content in wanted.items():
        assert (tree.root / path).read_bytes() == content, path
    return patch


def test_an_edited_and_a_new_file(tmp_path: Path) -> None:
    top = repository(tmp_path / "repo", {"a.py": b"one\ntwo\nthree\n"})
    tree = tree_of(top)
    tree.begin("first")
    edit(tree, "a.py", b"two", b"2")
    create(tree, "users/models.py", b"class User: ...\n")
    patch = check_applies(top, tree)
    assert b"diff --git a/a.py b/a.py\n" in patch
    assert b"new file mode 100644\n" in patch


def test_no_change_is_an_empty_diff(tmp_path: Path) -> None:
    top = repository(tmp_path / "repo", {"a.py": b"one\n"})
    tree = tree_of(top)
    assert diff(top, tree.changes(), top) == b""


def test_a_change_taken_back_is_an_empty_diff(tmp_path: Path) -> None:
    top = repository(tmp_path / "repo", {"a.py": b"one\n"})
    tree = tree_of(top)
    tree.begin("first")
    edit(tree, "a.py", b"one", b"two")
    tree.begin("second")
    edit(tree, "a.py", b"two", b"one")
    assert diff(top, tree.changes(), top) == b""


@pytest.mark.parametrize(
    ("before", "old", "new"),
    [
        pytest.param(b"one\ntwo", b"two", b"2", id="no newline at the end"),
        pytest.param(b"one\ntwo", b"two", b"2\n", id="newline at the end gained"),
        pytest.param(b"one\r\ntwo\r\n", b"two", b"2", id="CRLF"),
        pytest.param(b"one\r\ntwo\nthree\r\n", b"two", b"2\r\n3", id="mixed line ends"),
        pytest.param(b"one\rtwo\rthree", b"two", b"2", id="bare CR"),
        pytest.param(b"\xef\xbb\xbfone\ntwo\n", b"two", b"2", id="BOM"),
        pytest.param("née\ntwö\n".encode("latin-1"), b"tw\xf6", b"2", id="latin-1"),
        pytest.param(b"\x1f\x8b\x00\x00one\x00two", b"two", b"2", id="binary"),
        pytest.param(b"one \t\n\n\n \n", b"one", b"2", id="blank lines with spaces"),
        pytest.param(b"one", b"one", b"", id="emptied"),
    ],
)
def test_bytes_survive(tmp_path: Path, before: bytes, old: bytes, new: bytes) -> None:
    top = repository(tmp_path / "repo", {"a.py": before})
    tree = tree_of(top)
    tree.begin("first")
    edit(tree, "a.py", old, new)
    check_applies(top, tree)


@pytest.mark.parametrize(
    "path", ["mit leer.py", "größe/naïve.py", 'quote".py', "tab\t.py", "-dash.py", ":colon.py"]
)
def test_names_survive(tmp_path: Path, path: str) -> None:
    top = repository(tmp_path / "repo", {path: b"one\n"})
    tree = tree_of(top)
    tree.begin("first")
    edit(tree, path, b"one", b"two")
    create(tree, "new " + path)
    check_applies(top, tree)


def test_the_executable_bit_stays(tmp_path: Path) -> None:
    lay(tmp_path / "repo", {"run.sh": b"one\n"})
    (tmp_path / "repo/run.sh").chmod(0o755)
    top = repository(tmp_path / "repo", {})
    tree = tree_of(top)
    tree.begin("first")
    edit(tree, "run.sh", b"one", b"two")
    assert b" 100755\n" in check_applies(top, tree)
    assert (top / "run.sh").stat().st_mode & 0o111


def test_a_rename_is_a_rename(tmp_path: Path) -> None:
    text = b"".join(b"line %d\n" % n for n in range(30))
    top = repository(tmp_path / "repo", {"templates/auth/user_list.html": text})
    tree = tree_of(top)
    tree.begin("first")
    move(tree, "templates/auth/user_list.html", "templates/users/user_list.html")
    edit(tree, "templates/users/user_list.html", b"line 7\n", b"line seven\n")
    patch = check_applies(top, tree)
    assert b"rename from templates/auth/user_list.html\n" in patch
    assert not (top / "templates/auth").exists()


def test_a_sub_folder_project_has_paths_from_the_top(tmp_path: Path) -> None:
    top = repository(tmp_path / "repo", {"back end/manage.py": b"one\n", "README": b"x\n"})
    tree = tree_of(top / "back end")
    tree.begin("first")
    edit(tree, "manage.py", b"one", b"two")
    patch = check_applies(top, tree)
    assert b"a/back end/manage.py" in patch


def test_the_patch_also_applies_from_the_sub_folder(tmp_path: Path) -> None:
    top = repository(tmp_path / "repo", {"backend/manage.py": b"one\n"})
    tree = tree_of(top / "backend")
    tree.begin("first")
    edit(tree, "manage.py", b"one", b"two")
    git(top / "backend", "apply", stdin=diff(tree.root, tree.changes(), top))
    assert (top / "backend/manage.py").read_bytes() == b"two\n"


@pytest.mark.parametrize("attributes", ["* text=auto", "*.py text eol=crlf", "*.py -text", ""])
@pytest.mark.parametrize("autocrlf", ["true", "input", "false"])
def test_line_end_conversion(tmp_path: Path, attributes: str, autocrlf: str) -> None:
    top = tmp_path / "repo"
    top.mkdir()
    git(top, "init", "-q")
    git(top, "config", "core.autocrlf", autocrlf)
    git(top, "config", "user.name", "A")
    git(top, "config", "user.email", "a@example.org")
    lay(top, {".gitattributes": attributes.encode(), "a.py": b"one\r\ntwo\r\nthree\r\n"})
    git(top, "add", "-A")
    git(top, "commit", "-q", "-m", "x")
    tree = tree_of(top)
    tree.begin("first")
    edit(tree, "a.py", b"two\r\n", b"2\r\n2\r\n")
    patch = diff(top, tree.changes(), top)
    git(top, "apply", "--check", stdin=patch)
    git(top, "apply", "--check", "--cached", stdin=patch)


def test_crlf_stored_before_the_attributes_came(tmp_path: Path) -> None:
    """git keeps CRLF in a file that was committed with it, whatever `text=auto` says."""
    top = repository(tmp_path / "repo", {"a.py": b"one\r\ntwo\r\n"})
    lay(top, {".gitattributes": b"* text=auto\n"})
    git(top, "add", ".gitattributes")
    git(top, "commit", "-q", "-m", "attributes")
    tree = tree_of(top)
    tree.begin("first")
    edit(tree, "a.py", b"two", b"2")
    patch = check_applies(top, tree)
    assert b"+2\r\n" in patch
    assert patch.count(b"\n-") == 2


def test_it_is_what_git_itself_would_show(tmp_path: Path) -> None:
    top = repository(tmp_path / "repo", {"a.py": b"one\ntwo\n", "b.py": b"x\n"})
    tree = tree_of(top)
    tree.begin("first")
    edit(tree, "a.py", b"two", b"2")
    edit(tree, "b.py", b"x", b"y")
    patch = diff(top, tree.changes(), top)
    git(top, "apply", stdin=patch)
    assert git(top, "diff", "--full-index") == patch


@pytest.mark.parametrize(
    "setting",
    ["diff.noprefix=true", "color.ui=always", "diff.mnemonicPrefix=true", "diff.external=false",
     "diff.renames=false", "core.quotePath=false", "core.splitIndex=true", "diff.context=0"],
)  # fmt: skip
def test_the_settings_of_the_user_have_no_say(tmp_path: Path, setting: str) -> None:
    top = repository(tmp_path / "repo", {"größe.py": b"one\ntwo\n"})
    git(top, "config", *setting.split("="))
    tree = tree_of(top)
    tree.begin("first")
    edit(tree, "größe.py", b"two", b"2")
    check_applies(top, tree)


def test_hooks_do_not_run(tmp_path: Path) -> None:
    top = repository(tmp_path / "repo", {"a.py": b"one\n"})
    hook = top / ".git/hooks/post-index-change"
    hook.write_text(f"#!/bin/sh\ntouch '{tmp_path}/ran'\n")
    hook.chmod(0o755)
    tree = tree_of(top)
    tree.begin("first")
    edit(tree, "a.py", b"one", b"2")
    diff(top, tree.changes(), top)
    assert not (tmp_path / "ran").exists()


def test_outside_git_it_is_the_same_diff(tmp_path: Path) -> None:
    files = {"a.py": b"one\r\ntwo", "b.py": b"x\n"}
    lay(tmp_path / "plain", files)
    patches = []
    for root in (tmp_path / "plain", repository(tmp_path / "repo", files)):
        tree = tree_of(root)
        tree.begin("first")
        edit(tree, "a.py", b"two", b"2")
        create(tree, "c.py")
        patches.append(diff(root, tree.changes(), root if root.name == "repo" else None))
    assert patches[0] == patches[1]
    assert not (tmp_path / "plain/.git").exists()


def test_before_the_first_commit(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    lay(tmp_path, {"a.py": b"one\n"})
    tree = tree_of(tmp_path)
    tree.begin("first")
    edit(tree, "a.py", b"one", b"two")
    check_applies(tmp_path, tree)


def test_a_linked_worktree_with_a_colon_in_its_path(tmp_path: Path) -> None:
    main = repository(tmp_path / "with:colon", {"a.py": b"one\n"})
    git(main, "worktree", "add", "-q", str(tmp_path / "linked"))
    tree = tree_of(tmp_path / "linked")
    tree.begin("first")
    edit(tree, "a.py", b"one", b"two")
    check_applies(tmp_path / "linked", tree)


def test_a_worktree_of_a_bare_repository(tmp_path: Path) -> None:
    main = repository(tmp_path / "main", {"a.py": b"one\n"})
    git(tmp_path, "clone", "-q", "--bare", str(main), "bare.git")
    git(tmp_path / "bare.git", "worktree", "add", "-q", str(tmp_path / "linked"))
    tree = tree_of(tmp_path / "linked")
    tree.begin("first")
    edit(tree, "a.py", b"one", b"two")
    check_applies(tmp_path / "linked", tree)


def test_a_project_in_a_submodule(tmp_path: Path) -> None:
    library = repository(tmp_path / "library", {"a.py": b"one\n"})
    top = repository(tmp_path / "repo", {"README": b"x\n"})
    git(top, "-c", "protocol.file.allow=always", "submodule", "add", "-q", str(library), "sub")
    tree = tree_of(top / "sub")
    tree.begin("first")
    edit(tree, "a.py", b"one", b"two")
    check_applies(top / "sub", tree)


def test_a_sparse_index(tmp_path: Path) -> None:
    top = repository(tmp_path / "repo", {"in/a.py": b"one\n", "out/b.py": b"x\n", "c.py": b"c\n"})
    git(top, "sparse-checkout", "set", "--cone", "--sparse-index", "in")
    tree = tree_of(top)
    tree.begin("first")
    edit(tree, "in/a.py", b"one", b"two")
    create(tree, "users/models.py")
    check_applies(top, tree)


def test_a_file_that_git_was_told_to_skip(tmp_path: Path) -> None:
    top = repository(tmp_path / "repo", {"a.py": b"one\n"})
    git(top, "update-index", "--skip-worktree", "a.py")
    tree = tree_of(top)
    tree.begin("first")
    edit(tree, "a.py", b"one", b"two")
    assert b"+two\n" in diff(top, tree.changes(), top)


def test_an_index_with_conflicts(tmp_path: Path) -> None:
    top = repository(tmp_path / "repo", {"a.py": b"one\n", "b.py": b"x\n"})
    for name, content in (("left", b"left\n"), ("right", b"right\n")):
        git(top, "checkout", "-q", "-b", name, "main")
        lay(top, {"a.py": content})
        git(top, "commit", "-q", "-am", name)
    subprocess.run(["git", "merge", "left"], cwd=top, capture_output=True, check=False)
    tree = tree_of(top)
    tree.begin("first")
    edit(tree, "b.py", b"x", b"y")
    check_applies(top, tree)


def test_an_ignored_file(tmp_path: Path) -> None:
    top = repository(tmp_path / "repo", {".gitignore": b"*/migrations/\n"})
    tree = tree_of(top)
    tree.begin("first")
    create(tree, "users/migrations/0001_initial.py")
    check_applies(top, tree)


def test_a_link_edits_what_it_names_once(tmp_path: Path) -> None:
    lay(tmp_path / "repo", {"settings/base.py": b"one\n"})
    (tmp_path / "repo/settings/local.py").symlink_to("base.py")
    top = repository(tmp_path / "repo", {})
    tree = tree_of(top)
    tree.begin("first")
    edit(tree, "settings/base.py", b"one", b"two")
    edit(tree, "settings/local.py", b"one", b"two")
    patch = check_applies(top, tree)
    assert patch.count(b"diff --git") == 1
    assert (top / "settings/local.py").is_symlink()


def test_a_link_out_of_the_project_is_refused(tmp_path: Path) -> None:
    lay(tmp_path, {"shared.py": b"one\n"})
    (tmp_path / "repo").mkdir()
    (tmp_path / "repo/local.py").symlink_to("../shared.py")
    top = repository(tmp_path / "repo", {})
    tree = tree_of(top)
    tree.begin("first")
    edit(tree, "local.py", b"one", b"two")
    with pytest.raises(Refused, match=r"local\.py lies outside the project"):
        diff(top, tree.changes(), top)


def test_inside_a_hook_of_another_repository(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = repository(tmp_path / "other", {"a.py": b"other\n"})
    monkeypatch.setenv("GIT_DIR", str(other / ".git"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(other / ".git/index"))
    top = tmp_path / "plain"
    lay(top, {"a.py": b"one\n"})
    tree = tree_of(top)
    tree.begin("first")
    edit(tree, "a.py", b"one", b"two")
    before = snapshot(other)
    assert b"-one\n+two\n" in diff(top, tree.changes(), None)
    assert snapshot(other) == before
