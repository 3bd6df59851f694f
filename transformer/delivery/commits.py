"""Commits, one per step: on the current branch, or on a new one beside the working tree."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from transformer.delivery import clean, journal, store
from transformer.delivery.beneath import Beneath
from transformer.delivery.diff import prefix_of
from transformer.delivery.plan import contents, executable, planned, sources
from transformer.delivery.undo import remove_locks
from transformer.delivery.worktree import transaction
from transformer.errors import ErrorCode, Refused, UsageError
from transformer.git import Git, GitFailed, joined, split
from transformer.tree import FileChange


@dataclass(frozen=True)
class Stage:
    """``changes`` are all that differ from the disk once the step is done, not only its own."""

    message: str
    changes: Sequence[FileChange]


@dataclass(frozen=True)
class Commit:
    """``state`` are the files that this commit changes; ``modes`` as in :mod:`.journal`."""

    message: str
    state: dict[str, bytes | None]
    modes: dict[str, str]


def commit(root: Path, top: Path, stages: Sequence[Stage], *, verify: bool = True) -> list[str]:
    """Commit on the current branch; the new commits' names.

    With ``verify`` git makes them, through the repository's own hooks and filters; without, no
    program of the repository runs. Only the changed paths are committed: what else the user staged
    stays staged. Raises Refused where git or a hook says no; then files, index and branch are as
    they were.
    """
    commits = steps(root, stages)
    if not commits:
        return []
    git = Git(top).with_programs() if verify else Git(top)
    head = _head(git)
    for name in ("MERGE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD", "rebase-merge", "rebase-apply"):
        if git.path(name).exists():
            raise Refused(
                "A merge, rebase, cherry-pick or revert is under way in the repository.",
                "Finish or abort it first, or use `--branch NAME`.",
                code=ErrorCode.MERGE_UNDER_WAY,
            )
    _refuse_mixing(root, git, stages)
    branch = os.fsdecode(git.attempt("symbolic-ref", "-q", "HEAD").stdout).strip()
    clean.refuse_links_of_git(git, *filter(None, [branch]))
    prefix = prefix_of(root, top)
    known = store.indexed(git)
    paths = {prefix + path for step in commits for path in step.state}
    record = journal.Commits(
        head,
        tuple(step.message for step in commits),
        {p: (known[p].mode, known[p].name) if p in known else None for p in paths},
    )
    if verify:
        return _committed_by_git(root, git, commits, record)
    return _committed(root, git, commits, record)


def branch(root: Path, top: Path, stages: Sequence[Stage], name: str) -> list[str]:
    """Commit on a new branch from HEAD; the working tree, the index and HEAD stay as they are.

    Hooks do not run: they would look at the working tree. The new commits' names; no branch is made
    where nothing changes. Raises UsageError for a name that git does not take, and Refused.
    """
    git = Git(top)
    if name.startswith("refs/"):
        raise UsageError(
            f"`{name}` is the whole name of a ref, and a branch would be made below it.",
            f"Give the name of the branch alone: `{name.removeprefix('refs/heads/')}`.",
        )
    if git.attempt("check-ref-format", "--branch", name).returncode or name.startswith("@{"):
        raise UsageError(f"`{name}` cannot be the name of a branch.", "Choose another name.")
    if git.attempt("show-ref", "--verify", "--quiet", f"refs/heads/{name}").returncode == 0:
        raise Refused(
            f"The branch `{name}` exists already.",
            f"Choose another name, or remove it with `git branch -D {name}`.",
            code=ErrorCode.BRANCH_EXISTS,
        )
    commits = steps(root, stages)
    if not commits:
        return []
    _refuse_mixing(root, git, stages)
    clean.refuse_links_of_git(git, f"refs/heads/{name}")
    made, _ = _built(root, git, _head(git), commits)
    _create(git, f"refs/heads/{name}", made[-1])
    return made


def _create(git: Git, ref: str, commit: str) -> None:
    """Raises GitFailed; then the ref is not there, and no lock of it."""
    lock = git.path(f"{ref}.lock")
    remove_locks(git, [lock])
    done = git.attempt("update-ref", "-m", "usershift: created", ref, commit, "0" * len(commit))
    if done.returncode == 0:
        return
    remove_locks(git, [lock])
    # It can have been killed when all was done.
    if git.attempt("rev-parse", "--verify", "-q", ref).stdout.decode().strip() != commit:
        raise GitFailed("update-ref", os.fsdecode(done.stderr).strip() or "it was killed")


def steps(root: Path, stages: Sequence[Stage]) -> list[Commit]:
    """What each stage adds to the one before it; a stage that adds nothing is left out."""
    result: list[Commit] = []
    base: dict[str, bytes | None] = {}
    last: dict[str, bytes | None] = {}
    for stage in stages:
        changes = planned(root, stage.changes)
        now = contents(changes)
        for path in now.keys() - base.keys():
            base[path] = Beneath(root).read(path)
        state = {
            path: now.get(path, base[path])
            for path in sorted(base)
            if now.get(path, base[path]) != last.get(path, base[path])
        }
        if state:
            result.append(Commit(stage.message, state, dict(sources(changes))))
        last = {path: now.get(path, content) for path, content in base.items()}
    return result


def _head(git: Git) -> str:
    try:
        return git.line("rev-parse", "--verify", "HEAD^{commit}")
    except GitFailed:
        raise Refused(
            "The repository has no commit yet, so there is nothing to put commits on.",
            "Commit the project as it is, then run again.",
            code=ErrorCode.NO_COMMIT,
        ) from None


def _signing(git: Git) -> list[str]:
    """The command that makes a commit: signed where that is set, but by the user's own programs.

    The repository's configuration may ask for a signature, not say who makes it.
    """
    if git.attempt("config", "--type=bool", "commit.gpgSign").stdout.strip() != b"true":
        return ["commit-tree"]
    own = Git(git.folder, {"GIT_DIR": os.devnull})
    said = split(own.attempt("config", "-z", "--get-regexp", r"^gpg\.").stdout)
    known = dict(entry.partition("\n")[::2] for entry in said)
    openpgp = known.get("gpg.openpgp.program", known.get("gpg.program", "gpg"))
    programs = {
        "gpg.program": openpgp,
        "gpg.openpgp.program": openpgp,
        "gpg.x509.program": known.get("gpg.x509.program", "gpgsm"),
        "gpg.ssh.program": known.get("gpg.ssh.program", "ssh-keygen"),
        "gpg.ssh.defaultKeyCommand": known.get("gpg.ssh.defaultkeycommand", ""),
    }
    return [
        *(o for key, name in programs.items() for o in ("-c", f"{key}={name}")),
        "commit-tree",
        "-S",
    ]


def _refuse_mixing(root: Path, git: Git, stages: Sequence[Stage]) -> None:
    changes = [change for stage in stages for change in planned(root, stage.changes)]
    clean.refuse_mixing(root, git, changes)
    if not git.programs:
        clean.refuse_filtered(root, git, changes, "A commit without the repository's programs")


def _built(
    root: Path, git: Git, head: str, commits: Sequence[Commit]
) -> tuple[list[str], dict[str, store.Entry | None]]:
    """Make the commits' objects on top of ``head``, which nothing names yet.

    Their names, and what they leave in the index.
    """
    prefix = prefix_of(root, git.folder)
    command = _signing(git)
    parent = head
    made: list[str] = []
    entries: dict[str, store.Entry | None] = {}
    with store.lasting(git.folder) as objects:
        for step in commits:
            blobs = {
                prefix + path: store.Blob(content, executable(root, step.modes.get(path, path)))
                for path, content in step.state.items()
                if content is not None
            }
            changed: dict[str, store.Entry | None] = {prefix + path: None for path in step.state}
            changed |= objects.entries(blobs)
            entries |= changed
            tree = objects.tree(parent, changed)
            written = git(*command, "-p", parent, "-F", "-", tree, stdin=step.message.encode())
            parent = os.fsdecode(written).strip()
            made.append(parent)
    return made, entries


def _committed(
    root: Path, git: Git, commits: Sequence[Commit], record: journal.Commits
) -> list[str]:
    """All commits at once: first their objects, then the files, the index and the branch."""
    made, entries = _built(root, git, record.head, commits)
    state = {path: content for step in commits for path, content in step.state.items()}
    modes = {path: source for step in commits for path, source in step.modes.items()}
    record = replace(record, names=tuple(made))
    with transaction(root, git.folder, [state], record) as log:
        log.write(state, modes)
        store.put(git, entries)
        git("update-ref", "-m", "usershift: committed", "HEAD", made[-1], record.head)
    return made


def _committed_by_git(
    root: Path, git: Git, commits: Sequence[Commit], record: journal.Commits
) -> list[str]:
    """One after the other, each with its files in the working tree: hooks look at them."""
    prefix = prefix_of(root, git.folder)
    made = []
    with transaction(root, git.folder, [step.state for step in commits], record) as log:
        for step in commits:
            log.write(step.state, step.modes)
            _commit(git, [prefix + path for path in step.state], step.message)
            if by_hook := log.changed(step.state):
                # What it also committed may be replaced by the next step.
                log.accept({*by_hook} - {*clean.uncommitted(root, git)})
            made.append(git.line("rev-parse", "HEAD"))
    return made


def _commit(git: Git, paths: list[str], message: str) -> None:
    # Not `git add`: it refuses what .gitignore hides, and many projects hide migrations.
    git("update-index", "--add", "--remove", "-z", "--stdin", stdin=joined(paths))
    with tempfile.TemporaryDirectory(prefix="usershift-") as name:
        subject, listing = Path(name, "message"), Path(name, "paths")
        subject.write_bytes(message.encode())
        listing.write_bytes(joined([f":(top,literal){path}" for path in paths]))
        done = git.attempt(
            *("commit", "--quiet", "--only", "--cleanup=whitespace", "-F", str(subject)),
            *(f"--pathspec-from-file={listing}", "--pathspec-file-nul"),
        )
    if done.returncode:
        said = os.fsdecode(done.stderr + done.stdout).strip()
        raise Refused(
            f"git did not take the commit “{message.splitlines()[0]}”: {said or 'no reason given'}",
            "Files, index and branch are as they were. If a hook says no, fix what it names,"
            " or go on with `--no-verify`.",
            code=ErrorCode.COMMIT_REFUSED,
        )
