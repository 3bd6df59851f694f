"""git is called so that nothing runs which the repository names, and finds only its own files."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.delivery.shapes import create, edit, git, lay, repository, tree_of
from transformer import git as calling
from transformer.delivery.clean import refuse_dirty, uncommitted
from transformer.delivery.commits import Stage, branch, commit
from transformer.delivery.diff import diff
from transformer.delivery.worktree import write
from transformer.errors import Refused
from transformer.git import Git, GitFailed, work_tree
from transformer.project.files import git_root, list_files

FILES = {"a.py": b"one\ntwo\n", "data.json": b"{}\n", ".gitattributes": b"*.json filter=odd\n"}
HOOKS = (
    "applypatch-msg", "commit-msg", "post-checkout", "post-commit", "post-index-change",
    "pre-auto-gc", "pre-commit", "prepare-commit-msg", "reference-transaction",
)  # fmt: skip


@pytest.fixture
def top(tmp_path: Path) -> Path:
    return repository(tmp_path / "repo", FILES)


@pytest.fixture
def mark(tmp_path: Path) -> Path:
    """A file that whatever runs is to make; `command(mark)` makes it."""
    return tmp_path / "mark"


def command(mark: Path) -> str:
    script = mark.with_name("leave-a-mark")
    script.write_text(f'#!/bin/sh\necho "$0 $@" >> "{mark}"\ncat\n')
    script.chmod(0o755)
    return str(script)


def stages(root: Path, path: str = "a.py") -> list[Stage]:
    tree = tree_of(root)
    tree.begin("first")
    edit(tree, path, b"{}" if path.endswith("json") else b"two", b"[]")
    create(tree, "users/models.py")
    return [Stage("One\n", tree.changes())]


def read(top: Path) -> None:
    assert git_root(top) == top
    list_files(top, True)
    refuse_dirty(top, top)
    diff(top, stages(top)[0].changes, top)


WAYS: dict[str, Callable[[Path], object]] = {
    "read": read,
    "write": lambda top: write(top, stages(top)[0].changes, top),
    "branch": lambda top: branch(top, top, stages(top), "new"),
    "commit without hooks": lambda top: commit(top, top, stages(top), verify=False),
}


@pytest.fixture(params=WAYS)
def way(request: pytest.FixtureRequest) -> Callable[[Path], object]:
    return WAYS[request.param]


def test_a_file_system_monitor(top: Path, mark: Path, way: Callable[[Path], object]) -> None:
    git(top, "config", "core.fsmonitor", command(mark))
    way(top)
    assert not mark.exists()


def test_every_hook(top: Path, mark: Path, way: Callable[[Path], object]) -> None:
    for name in HOOKS:
        (top / ".git/hooks" / name).symlink_to(command(mark))
    way(top)
    assert not mark.exists()


@pytest.mark.parametrize("key", ["clean", "smudge", "process"])
def test_a_filter(top: Path, mark: Path, way: Callable[[Path], object], key: str) -> None:
    git(top, "config", f"filter.odd.{key}", command(mark))
    git(top, "config", "filter.odd.required", "true")
    os.utime(top / "data.json", (1, 1))  # git has to look at the bytes again
    way(top)
    assert not mark.exists()


def test_a_filter_that_cannot_be_turned_off(top: Path, mark: Path) -> None:
    lay(top, {".gitattributes": b"*.json filter=o=dd\n"})
    git(top, "add", "-A")
    git(top, "commit", "-qm", "odd")
    (top / ".git/config").open("a").write(f'[filter "o=dd"]\nclean = {command(mark)}\n')
    with pytest.raises(Refused, match="cannot be turned off"):
        refuse_dirty(top, top)
    assert git_root(top) is None
    assert not mark.exists()


def test_what_only_a_filter_can_store_is_refused(top: Path, mark: Path) -> None:
    git(top, "config", "filter.odd.clean", command(mark))
    before = git(top, "for-each-ref"), (top / "data.json").read_bytes()
    for verify in ("branch", "commit"):
        with pytest.raises(Refused, match=r"through a filter \(odd\): data\.json"):
            if verify == "branch":
                branch(top, top, stages(top, "data.json"), "new")
            else:
                commit(top, top, stages(top, "data.json"), verify=False)
    assert (git(top, "for-each-ref"), (top / "data.json").read_bytes()) == before
    assert not mark.exists()


def test_a_commit_by_choice_runs_the_filter(top: Path) -> None:
    git(top, "config", "filter.odd.clean", "tr a-z A-Z")
    lay(top, {"data.json": b'{"a": {}}\n'})
    git(top, "commit", "-qam", "letters")
    commit(top, top, stages(top, "data.json"))
    assert git(top, "show", "HEAD:data.json") == b'{"A": []}\n'
    assert (top / "data.json").read_bytes() == b'{"a": []}\n'


def test_a_filtered_file_that_was_only_touched_is_not_dirty(top: Path) -> None:
    git(top, "config", "filter.odd.clean", "tr a-z A-Z")
    lay(top, {"data.json": b'{"a": {}}\n'})
    git(top, "commit", "-qam", "letters")
    os.utime(top / "data.json", (1, 1))
    assert uncommitted(top, Git(top)) == []
    lay(top, {"a.py": b"mine\n", "data.json": b"mine\n"})
    assert uncommitted(top, Git(top)) == ["a.py"]
    assert uncommitted(top, Git(top).with_programs()) == ["a.py", "data.json"]


def test_the_signing_program_is_the_users(
    top: Path, mark: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    signer = tmp_path / "signer"
    signer.write_text(
        f"#!/bin/sh\ncat > /dev/null\necho ran >> {tmp_path}/signed\n"
        'echo "[GNUPG:] SIG_CREATED " >&2\necho "-----BEGIN PGP SIGNATURE-----"\n'
    )
    signer.chmod(0o755)
    (tmp_path / "mine").write_text(f"[gpg]\nprogram = {signer}\n")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "mine"))
    for key in ("gpg.program", "gpg.openpgp.program", "gpg.ssh.program", "gpg.x509.program"):
        git(top, "config", key, command(mark))
    git(top, "config", "commit.gpgSign", "true")
    branch(top, top, stages(top), "signed")
    commit(top, top, stages(top), verify=False)
    assert (tmp_path / "signed").read_text() == "ran\nran\n"
    assert b"gpgsig -----BEGIN" in git(top, "cat-file", "commit", "HEAD")
    assert not mark.exists()


def test_what_is_missing_is_not_fetched(top: Path, mark: Path) -> None:
    for key, value in {
        "extensions.partialClone": "origin",
        "remote.origin.promisor": "true",
        "remote.origin.url": f"ext::{command(mark)}",
        "remote.origin.uploadpack": command(mark),
        "core.repositoryFormatVersion": "1",
        "protocol.ext.allow": "always",
    }.items():
        git(top, "config", key, value)
    head = Git(top).line("rev-parse", "HEAD^{tree}")
    (top / ".git/objects" / head[:2] / head[2:]).unlink()
    with pytest.raises(GitFailed):
        branch(top, top, stages(top), "new")
    assert not mark.exists()


def test_a_folder_that_is_a_bare_repository_is_a_folder(top: Path, mark: Path) -> None:
    lay(top, {"app/HEAD": b"ref: refs/heads/main\n", "app/refs/x": b"", "app/objects/x": b""})
    lay(top, {"app/config": f"[core]\nbare = false\nfsmonitor = {command(mark)}\n".encode()})
    assert git_root(top / "app") == top
    assert git_root(top / "app/refs") == top
    assert not mark.exists()


def test_the_environment_points_nowhere_else(
    top: Path, tmp_path: Path, mark: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = repository(tmp_path / "other", {"b.py": b"x\n"})
    for name, value in {
        "GIT_DIR": str(other / ".git"),
        "GIT_WORK_TREE": str(other),
        "GIT_INDEX_FILE": str(other / ".git/index"),
        "GIT_CONFIG_PARAMETERS": f"'core.fsmonitor'='{command(mark)}'",
        "GIT_EXTERNAL_DIFF": command(mark),
        "GIT_LITERAL_PATHSPECS": "1",
    }.items():
        monkeypatch.setenv(name, value)
    assert git_root(top) == top
    assert "a.py" in list_files(top, True)
    assert b"+[]" in diff(top, stages(top)[0].changes, top)
    assert not mark.exists()


def test_what_the_user_configures_by_the_environment_holds(
    top: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
    monkeypatch.setenv("GIT_CONFIG_KEY_0", "user.name")
    monkeypatch.setenv("GIT_CONFIG_VALUE_0", "By The Environment")
    commit(top, top, stages(top), verify=False)
    assert git(top, "log", "-1", "--format=%an") == b"By The Environment\n"


def elsewhere(top: Path, tmp_path: Path, how: str) -> Path:
    """A folder whose `.git` leads to the repository or to the files of ``top``."""
    folder = tmp_path / "plain"
    lay(folder, {"a.py": b"mine\n"})
    if how == "file":
        (folder / ".git").write_text(f"gitdir: {top}/.git\n")
    elif how == "link":
        (folder / ".git").symlink_to(top / ".git")
    elif how == "worktree":
        git(top, "worktree", "add", "-q", str(tmp_path / "linked"))
        (folder / ".git").symlink_to(tmp_path / "linked/.git")
    elif how == "commondir":
        git(folder, "init", "-q")
        (folder / ".git/commondir").write_text(f"{top}/.git\n")
    else:
        git(folder, "init", "-q")
        git(folder, "config", "core.worktree", str(top))
    return folder


@pytest.mark.parametrize("how", ["file", "link", "worktree", "commondir", "core.worktree"])
def test_a_repository_of_another_folder_is_refused(top: Path, tmp_path: Path, how: str) -> None:
    folder = elsewhere(top, tmp_path, how)
    with pytest.raises(Refused, match="leads to"):
        work_tree(folder)
    assert git_root(folder) is None


def test_a_linked_work_tree_and_a_submodule_are_at_home(top: Path, tmp_path: Path) -> None:
    git(top, "worktree", "add", "-q", str(tmp_path / "linked"))
    git(top, "-c", "protocol.file.allow=always", "submodule", "add", "-q", str(top), "sub")
    git(tmp_path, "init", "-q", "--separate-git-dir", "apart.git", "apart")
    for folder in (tmp_path / "linked", top / "sub", tmp_path / "apart"):
        assert work_tree(folder) == folder


def test_a_git_folder_that_is_none_is_passed_over(top: Path) -> None:
    (top / "sub/.git").mkdir(parents=True)
    assert work_tree(top / "sub") == top


def test_files_behind_a_link_are_not_the_projects(top: Path, tmp_path: Path) -> None:
    lay(top, {"app/b.py": b"x\n"})
    git(top, "add", "-A")
    git(top, "commit", "-qm", "app")
    (top / "app").rename(tmp_path / "app")
    (top / "app").symlink_to(tmp_path / "app")
    assert list_files(top, True) == (".gitattributes", "a.py", "data.json")


@pytest.mark.parametrize("path", [".gitignore", "sub/.gitignore", ".git/info/exclude"])
def test_a_pipe_that_git_would_wait_for(
    top: Path, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    monkeypatch.setattr(calling, "_SECONDS", 0.3)
    (top / path).parent.mkdir(exist_ok=True)
    (top / path).unlink(missing_ok=True)
    os.mkfifo(top / path)
    with pytest.raises(Refused, match=rf"{path} is a named pipe"):
        list_files(top, True)


def test_git_and_its_hook_end_gently(top: Path, tmp_path: Path) -> None:
    """Its locks are gone, and the hook with it."""
    hook = top / ".git/hooks/pre-commit"
    hook.write_text(f"#!/bin/sh\necho $$ > '{tmp_path}/pid'\nexec sleep 600\n")
    hook.chmod(0o755)
    lay(top, {"a.py": b"new\n"})

    def interrupt() -> None:
        while not (tmp_path / "pid").exists() or not (tmp_path / "pid").read_text():
            time.sleep(0.01)
        os.kill(os.getpid(), 2)

    threading.Thread(target=interrupt).start()
    with pytest.raises(KeyboardInterrupt):
        Git(top).with_programs()("commit", "-qam", "x")
    assert not list((top / ".git").glob("*.lock"))
    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "pid").read_text()), 0)


def test_who_only_asks_takes_no_lock(top: Path) -> None:
    """A `git status` refreshes the index, and one that is killed then leaves its lock there."""
    os.utime(top / "a.py", (1, 1))
    before = (top / ".git/index").stat().st_mtime_ns
    for asking in (Git(top), Git(top).with_programs()):
        assert uncommitted(top, asking) == []
        assert (top / ".git/index").stat().st_mtime_ns == before
    git(top, "status")
    assert (top / ".git/index").stat().st_mtime_ns != before
