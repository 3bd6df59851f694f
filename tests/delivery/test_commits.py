from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.delivery.shapes import create, edit, git, lay, move, repository, snapshot, tree_of
from transformer.delivery.commits import Stage, branch, commit
from transformer.delivery.worktree import recover
from transformer.errors import Refused, UsageError
from transformer.git import Git, GitFailed

FILES = {"a.py": b"one\ntwo\n", "blog/b.py": b"x\n", "old/c.html": b"c\n", "mine.py": b"mine\n"}


def stages_of(root: Path) -> list[Stage]:
    """Three passes: the second does nothing, the third goes on with what the first did."""
    tree = tree_of(root)
    tree.begin("settings")
    edit(tree, "a.py", b"two", b"2")
    tree.begin("idle")
    tree.begin("references")
    edit(tree, "a.py", b"one", b"1")
    edit(tree, "blog/b.py", b"x", b"y")
    create(tree, "users/migrations/0001_initial.py")
    move(tree, "old/c.html", "new/c.html")
    messages = ["Move to users.User\n\nThe whole story.", "Idle", "Rewrite the references"]
    return [Stage(m, c) for m, c in zip(messages, tree.stages(), strict=True)]


@pytest.fixture
def top(tmp_path: Path) -> Path:
    return repository(tmp_path / "repo", FILES)


def subjects(top: Path, revision: str = "HEAD") -> list[str]:
    return git(top, "log", "--reverse", "--format=%s", revision).decode().splitlines()


def hook(top: Path, name: str, script: str) -> None:
    path = top / ".git/hooks" / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)


def state(top: Path) -> tuple[object, ...]:
    """What a refusal must leave as it was: files, index, branch."""
    files = {p: c for p, c in snapshot(top).items() if not p.startswith(".git/")}
    return files, git(top, "ls-files", "-s"), git(top, "rev-parse", "HEAD")


def test_one_commit_per_pass_that_did_something(top: Path) -> None:
    made = commit(top, top, stages_of(top))
    assert subjects(top) == ["As it was", "Move to users.User", "Rewrite the references"]
    assert git(top, "rev-parse", "HEAD").decode().strip() == made[-1]
    assert git(top, "show", "HEAD^:a.py") == b"one\n2\n"
    assert git(top, "show", "HEAD:a.py") == b"1\n2\n"
    assert git(top, "status", "--porcelain") == b""
    assert not (top / ".git/usershift").exists()


def test_the_first_message_introduces_the_whole_change(top: Path) -> None:
    first = commit(top, top, stages_of(top))[0]
    assert git(top, "log", "-1", "--format=%b", first).decode().strip() == "The whole story."


def test_what_the_user_staged_stays_staged_and_uncommitted(top: Path) -> None:
    lay(top, {"mine.py": b"staged\n", "new.py": b"also staged\n", "loose.txt": b"untracked\n"})
    git(top, "add", "mine.py", "new.py")
    commit(top, top, stages_of(top))
    assert git(top, "status", "--porcelain") == b"M  mine.py\nA  new.py\n?? loose.txt\n"


def test_a_branch_touches_neither_files_nor_index(top: Path) -> None:
    lay(top, {"mine.py": b"staged\n"})
    git(top, "add", "mine.py")
    before = state(top)
    status = git(top, "status", "--porcelain")
    made = branch(top, top, stages_of(top), "usershift/users")
    assert state(top) == before
    assert git(top, "status", "--porcelain") == status
    assert git(top, "rev-parse", "usershift/users").decode().strip() == made[-1]
    assert subjects(top, "usershift/users")[1:] == ["Move to users.User", "Rewrite the references"]
    assert git(top, "show", "usershift/users:mine.py") == b"mine\n"


def test_branch_and_commit_make_the_same_trees(tmp_path: Path) -> None:
    trees = []
    for name in ("one", "two"):
        top = repository(tmp_path / name, FILES)
        if name == "one":
            commit(top, top, stages_of(top))
            revision = "HEAD"
        else:
            branch(top, top, stages_of(top), revision := "b")
        trees.append(git(top, "log", "--format=%T", revision))
    assert trees[0] == trees[1]


@pytest.mark.parametrize("deliver", ["commit", "branch"])
def test_a_project_in_a_sub_folder(tmp_path: Path, deliver: str) -> None:
    top = repository(tmp_path / "repo", {f"back end/{p}": c for p, c in FILES.items()})
    root = top / "back end"
    if deliver == "commit":
        commit(root, top, stages_of(root))
        revision = "HEAD"
    else:
        branch(root, top, stages_of(root), revision := "b")
    assert git(top, "show", f"{revision}:back end/a.py") == b"1\n2\n"
    assert git(top, "show", f"{revision}:back end/users/migrations/0001_initial.py")


@pytest.mark.parametrize("deliver", ["commit", "branch"])
def test_ignored_files_and_strange_names_and_modes(tmp_path: Path, deliver: str) -> None:
    files = {".gitignore": b"*/migrations/\n", "größe [1].py": b"one\n", "run.sh": b"one\n"}
    lay(tmp_path / "repo", files)
    (tmp_path / "repo/run.sh").chmod(0o755)
    top = repository(tmp_path / "repo", {})
    tree = tree_of(top)
    tree.begin("first")
    edit(tree, "größe [1].py", b"one", b"two")
    move(tree, "run.sh", "bin/run.sh")
    create(tree, "users/migrations/0001_initial.py")
    stages = [Stage("# Not a comment", tree.changes())]
    if deliver == "commit":
        commit(top, top, stages)
        revision = "HEAD"
    else:
        branch(top, top, stages, revision := "b")
    listing = git(top, "ls-tree", "-r", "-z", revision).decode()
    assert "users/migrations/0001_initial.py" in listing
    assert "100755" in next(line for line in listing.split("\0") if "bin/run.sh" in line)
    assert subjects(top, revision)[-1] == "# Not a comment"


@pytest.mark.parametrize("deliver", ["commit", "branch"])
def test_crlf_goes_through_the_attributes(tmp_path: Path, deliver: str) -> None:
    top = repository(tmp_path / "repo", {".gitattributes": b"* text=auto\n", "a.py": b"1\r\n2\r\n"})
    tree = tree_of(top)
    tree.begin("first")
    edit(tree, "a.py", b"2", b"two")
    if deliver == "commit":
        commit(top, top, [Stage("x", tree.changes())])
        revision = "HEAD"
        assert (top / "a.py").read_bytes() == b"1\r\ntwo\r\n"
    else:
        branch(top, top, [Stage("x", tree.changes())], revision := "b")
    assert git(top, "cat-file", "blob", f"{revision}:a.py") == b"1\ntwo\n"


def test_on_a_detached_head(top: Path) -> None:
    git(top, "checkout", "-q", "--detach")
    commit(top, top, stages_of(top))
    assert git(top, "rev-parse", "HEAD~2") == git(top, "rev-parse", "main")


def test_in_a_linked_worktree(top: Path, tmp_path: Path) -> None:
    git(top, "worktree", "add", "-q", str(tmp_path / "linked"))
    before = state(top)
    commit(tmp_path / "linked", tmp_path / "linked", stages_of(tmp_path / "linked"))
    assert state(top) == before
    assert subjects(tmp_path / "linked")[-1] == "Rewrite the references"


def test_in_a_sparse_checkout(top: Path) -> None:
    git(top, "sparse-checkout", "set", "--cone", "--sparse-index", "blog", "old")
    commit(top, top, stages_of(top))
    assert b"users/migrations/0001_initial.py" in git(top, "ls-tree", "-r", "--name-only", "HEAD")
    assert git(top, "status", "--porcelain") == b""


@pytest.mark.parametrize("deliver", ["commit", "branch"])
def test_before_the_first_commit_is_refused(tmp_path: Path, deliver: str) -> None:
    git(tmp_path, "init", "-q")
    lay(tmp_path, FILES)
    git(tmp_path, "add", "-A")
    with pytest.raises(Refused, match=r"no commit yet|not committed"):
        if deliver == "commit":
            commit(tmp_path, tmp_path, stages_of(tmp_path))
        else:
            branch(tmp_path, tmp_path, stages_of(tmp_path), "b")


def test_a_branch_that_exists_is_refused(top: Path) -> None:
    git(top, "branch", "taken")
    with pytest.raises(Refused, match="`taken` exists already"):
        branch(top, top, stages_of(top), "taken")


@pytest.mark.parametrize("name", ["a b", "-x", "x..y", "", "a/", "@{-1}", "refs/heads/x"])
def test_a_name_that_is_no_branch(top: Path, name: str) -> None:
    with pytest.raises(UsageError):
        branch(top, top, stages_of(top), name)


def test_nothing_to_do_makes_no_branch_and_no_commit(top: Path) -> None:
    tree = tree_of(top)
    tree.begin("idle")
    stages = [Stage("Idle", tree.changes())]
    assert branch(top, top, stages, "empty") == commit(top, top, stages) == []
    assert git(top, "branch", "--format=%(refname:short)") == b"main\n"


def test_hooks_run_and_see_the_files_of_their_commit(top: Path, tmp_path: Path) -> None:
    hook(top, "pre-commit", f"cat a.py >> '{tmp_path}/seen'")
    commit(top, top, stages_of(top))
    assert (tmp_path / "seen").read_bytes() == b"one\n2\n1\n2\n"


def test_hooks_may_be_skipped(top: Path) -> None:
    hook(top, "pre-commit", "exit 1")
    commit(top, top, stages_of(top), verify=False)
    assert len(subjects(top)) == 3


@pytest.mark.parametrize("failing", ["pre-commit", "commit-msg"])
def test_a_hook_that_fails_at_the_second_commit_leaves_all_as_it_was(
    top: Path, failing: str
) -> None:
    lay(top, {"mine.py": b"staged\n"})
    git(top, "add", "mine.py")
    before = state(top)
    test = "test ! -e users" if failing == "pre-commit" else 'grep -q "whole story" "$1"'
    hook(top, failing, f"{test} || {{ echo 'black: would reformat' >&2; exit 1; }}")
    with pytest.raises(Refused, match="black: would reformat") as refused:
        commit(top, top, stages_of(top))
    assert "--no-verify" in refused.value.remedy
    assert state(top) == before
    assert git(top, "status", "--porcelain") == b"M  mine.py\n"


def test_a_hook_that_rewrites_files_and_fails(top: Path) -> None:
    before = state(top)
    hook(top, "pre-commit", "echo reformatted > a.py; exit 1")
    with pytest.raises(Refused):
        commit(top, top, stages_of(top))
    assert state(top) == before


def test_a_missing_identity_leaves_all_as_it_was(
    top: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    git(top, "config", "user.useConfigOnly", "true")
    git(top, "config", "--unset", "user.email")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    before = state(top)
    with pytest.raises(Refused, match="email"):
        commit(top, top, stages_of(top))
    assert state(top) == before


def test_during_a_merge_it_is_refused(top: Path) -> None:
    git(top, "checkout", "-q", "-b", "side")
    lay(top, {"side.py": b"x\n"})
    git(top, "add", "-A")
    git(top, "commit", "-q", "-m", "side")
    git(top, "checkout", "-q", "main")
    git(top, "merge", "--no-ff", "--no-commit", "-q", "side")
    before = state(top)
    with pytest.raises(Refused, match="A merge"):
        commit(top, top, stages_of(top))
    assert state(top) == before


KILLED = """
import os, signal, sys
from pathlib import Path
from tests.delivery.test_commits import stages_of
from transformer.delivery import commits

top, left = Path(sys.argv[1]), int(sys.argv[2])
real = commits._commit

def dying(*args):
    global left
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    left -= 1
    real(*args)

commits._commit = dying
commits.commit(top, top, stages_of(top))
"""


@pytest.mark.parametrize("after", [0, 1])
def test_a_kill_between_commits_is_put_back_by_the_next_run(top: Path, after: int) -> None:
    lay(top, {"mine.py": b"staged\n"})
    git(top, "add", "mine.py")
    before = state(top)
    done = subprocess.run([sys.executable, "-c", KILLED, str(top), str(after)], check=False)
    assert done.returncode == -signal.SIGKILL
    assert len(subjects(top)) == 1 + after
    recover(top, top)
    assert state(top) == before
    commit(top, top, stages_of(top))
    assert len(subjects(top)) == 3


def test_commits_made_after_the_kill_are_not_lost(top: Path) -> None:
    subprocess.run([sys.executable, "-c", KILLED, str(top), "1"], check=False)
    git(top, "commit", "-q", "--allow-empty", "-m", "By hand")
    with pytest.raises(Refused, match="the branch moved"):
        recover(top, top)
    assert subjects(top)[-1] == "By hand"


def test_a_signed_repository_signs_the_commits_of_a_branch(top: Path, tmp_path: Path) -> None:
    key = tmp_path / "key"
    made = subprocess.run(
        ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(key)], check=False
    )
    assert made.returncode == 0
    git(top, "config", "gpg.format", "ssh")
    git(top, "config", "user.signingKey", str(key))
    git(top, "config", "commit.gpgSign", "true")
    branch(top, top, stages_of(top), "signed")
    assert b"gpgsig" in Git(top)("cat-file", "commit", "signed")


def test_a_caller_that_is_a_git_hook_is_not_confused(
    top: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stages = stages_of(top)
    other = repository(tmp_path / "other", {"a.py": b"other\n"})
    before = snapshot(other)
    with monkeypatch.context() as inside:
        inside.setenv("GIT_DIR", os.fspath(other / ".git"))
        inside.setenv("GIT_INDEX_FILE", os.fspath(other / ".git/index"))
        commit(top, top, stages)
    assert snapshot(other) == before
    assert len(subjects(top)) == 3


@pytest.mark.parametrize("done", [False, True], ids=["before", "after"])
def test_git_that_is_killed_while_it_makes_the_branch(
    top: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, done: bool
) -> None:
    """No lock is left, and a branch that is there is no failure."""
    real, lock = shutil.which("git"), top / ".git/refs/heads/moved.lock"
    ending = f'{real} "$@"' if done else f"touch {lock}"
    script = tmp_path / "bin/git"
    script.parent.mkdir()
    script.write_text(
        f'#!/bin/sh\ncase "$*" in *update-ref*) {ending}; kill -9 $$;; esac\nexec {real} "$@"\n'
    )
    script.chmod(0o755)
    monkeypatch.setenv("PATH", f"{script.parent}:{os.environ['PATH']}")
    if done:
        made = branch(top, top, stages_of(top), "moved")
        assert git(top, "rev-parse", "moved").decode().strip() == made[-1]
    else:
        with pytest.raises(GitFailed):
            branch(top, top, stages_of(top), "moved")
        assert b"moved" not in git(top, "branch", "--list")
    assert not lock.exists()
