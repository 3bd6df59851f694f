"""One commit per pass: on the current branch, or on a new one beside the working tree."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from transformer.delivery import clean, journal, store
from transformer.delivery.diff import prefix_of
from transformer.delivery.git import Git, GitFailed, joined
from transformer.delivery.plan import contents, executable, planned, sources
from transformer.delivery.worktree import transaction
from transformer.errors import Refused, UsageError
from transformer.tree import FileChange


@dataclass(frozen=True)
class Stage:
    """``changes`` are all that differ from the disk once the pass is done, not only its own."""

    message: str
    changes: Sequence[FileChange]


@dataclass(frozen=True)
class Commit:
    """``state`` are the files that this commit changes; ``modes`` as in :mod:`.journal`."""

    message: str
    state: dict[str, bytes | None]
    modes: dict[str, str]


def commit(root: Path, top: Path, stages: Sequence[Stage], *, verify: bool = True) -> list[str]:
    """Commit on the current branch, through the repository's own hooks; the new commits' names.

    Only the changed paths are committed: what else the user staged stays staged. Raises Refused
    where git or a hook says no; then files, index and branch are as they were.
    """
    commits = steps(root, stages)
    if not commits:
        return []
    git = Git(top)
    head = _head(git)
    for name in ("MERGE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD", "rebase-merge", "rebase-apply"):
        if git.path(name).exists():
            raise Refused(
                "A merge, rebase, cherry-pick or revert is under way in the repository.",
                "Finish or abort it first, or use `--branch NAME`.",
            )
    prefix = prefix_of(root, top)
    clean.refuse_mixing(root, top, [c for stage in stages for c in planned(root, stage.changes)])
    known = store.indexed(git)
    paths = {prefix + path for step in commits for path in step.state}
    record = journal.Commits(
        head,
        tuple(step.message for step in commits),
        {p: (known[p].mode, known[p].name) if p in known else None for p in paths},
    )
    made = []
    with transaction(root, top, [step.state for step in commits], record) as log:
        for step in commits:
            log.write(step.state, step.modes)
            _commit(git, [prefix + path for path in step.state], step.message, verify)
            made.append(git.line("rev-parse", "HEAD"))
    return made


def branch(root: Path, top: Path, stages: Sequence[Stage], name: str) -> list[str]:
    """Commit on a new branch from HEAD; the working tree, the index and HEAD stay as they are.

    Hooks do not run: they would look at the working tree. The new commits' names; no branch is made
    where nothing changes. Raises UsageError for a name that git does not take, and Refused.
    """
    git = Git(top)
    if git.attempt("check-ref-format", "--branch", name).returncode or name.startswith("@{"):
        raise UsageError(f"`{name}` cannot be the name of a branch.", "Choose another name.")
    if git.attempt("show-ref", "--verify", "--quiet", f"refs/heads/{name}").returncode == 0:
        raise Refused(
            f"The branch `{name}` exists already.",
            f"Choose another name, or remove it with `git branch -D {name}`.",
        )
    commits = steps(root, stages)
    if not commits:
        return []
    clean.refuse_mixing(root, top, [c for stage in stages for c in planned(root, stage.changes)])
    parent = _head(git)
    prefix = prefix_of(root, top)
    signed = git.attempt("config", "--type=bool", "commit.gpgSign").stdout.strip() == b"true"
    made = []
    with store.lasting(top) as objects:
        for step in commits:
            blobs = {
                prefix + path: store.Blob(content, executable(root, step.modes.get(path, path)))
                for path, content in step.state.items()
                if content is not None
            }
            entries: dict[str, store.Entry | None] = {prefix + path: None for path in step.state}
            entries |= objects.entries(blobs)
            tree = objects.tree(parent, entries)
            sign = ["-S"] if signed else []
            written = git(
                *("commit-tree", tree, "-p", parent, *sign, "-F", "-"),
                stdin=step.message.encode(),
            )
            parent = os.fsdecode(written).strip()
            made.append(parent)
    git("update-ref", "-m", "usershift: created", f"refs/heads/{name}", parent, "0" * len(parent))
    return made


def steps(root: Path, stages: Sequence[Stage]) -> list[Commit]:
    """What each stage adds to the one before it; a stage that adds nothing is left out."""
    result: list[Commit] = []
    base: dict[str, bytes | None] = {}
    last: dict[str, bytes | None] = {}
    for stage in stages:
        changes = planned(root, stage.changes)
        now = contents(changes)
        for path in now.keys() - base.keys():
            present = root / path
            base[path] = present.read_bytes() if present.is_file() else None
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
        ) from None


def _commit(git: Git, paths: list[str], message: str, verify: bool) -> None:
    # Not `git add`: it refuses what .gitignore hides, and many projects hide migrations.
    git("update-index", "--add", "--remove", "-z", "--stdin", stdin=joined(paths))
    with tempfile.TemporaryDirectory(prefix="usershift-") as name:
        subject, listing = Path(name, "message"), Path(name, "paths")
        subject.write_text(message, encoding="utf-8")
        listing.write_bytes(joined([f":(top,literal){path}" for path in paths]))
        done = git.attempt(
            *("commit", "--quiet", "--only", "--cleanup=whitespace", "-F", str(subject)),
            *(f"--pathspec-from-file={listing}", "--pathspec-file-nul"),
            *(() if verify else ("--no-verify",)),
        )
    if done.returncode:
        said = os.fsdecode(done.stderr + done.stdout).strip()
        raise Refused(
            f"git did not take the commit “{message.splitlines()[0]}”: {said or 'no reason given'}",
            "Files, index and branch are as they were. If a hook says no, mend what it names,"
            " or go on with `--no-verify`.",
        )
