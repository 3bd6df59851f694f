"""Taking back the commits of a run that did not reach its end."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from transformer.delivery.journal import Commits
from transformer.delivery.store import Entry, indexed, put
from transformer.errors import ErrorCode, Refused
from transformer.git import Git


def verify_commits(git: Git, commits: Commits) -> None:
    """Raises Refused unless everything on top of ``head`` is what the run itself committed."""
    present = git.line("rev-parse", "HEAD")
    names = git.line(
        "rev-list", "--first-parent", "--reverse", f"{commits.head}..{present}"
    ).split()
    reached = git.attempt("merge-base", "--is-ancestor", commits.head, present).returncode == 0
    if commits.names:
        ours = tuple(names) in ((), commits.names)
    else:
        made = [os.fsdecode(git("log", "-1", "--format=%B", name)).strip() for name in names]
        # Hooks may add trailers to a message.
        ours = len(made) <= len(commits.messages) and all(
            message.startswith(planned.strip())
            for message, planned in zip(made, commits.messages, strict=False)
        )
    if not (reached and ours):
        raise Refused(
            "An earlier run was interrupted between its commits, and since then the branch moved.",
            f"Compare HEAD with {commits.head[:12]}, where that run began; remove the folder"
            f" {git.path('usershift')} once the branch is as you want it, then run again.",
            code=ErrorCode.INTERRUPTED,
        )


def undo_commits(git: Git, commits: Commits) -> None:
    """Move the branch back to ``head``, and the index entries of the run's paths with it.

    Raises Refused where the branch was moved by someone else, GitFailed.
    """
    verify_commits(git, commits)
    present = git.line("rev-parse", "HEAD")
    if present != commits.head:
        git("update-ref", "-m", "usershift: undone", "HEAD", commits.head, present)
    known = indexed(git)
    before = {path: Entry(*facts) if facts else None for path, facts in commits.index.items()}
    if moved := {path: entry for path, entry in before.items() if known.get(path) != entry}:
        put(git, moved)


def unlock(git: Git, since: float) -> None:
    """Remove the locks of the index and the branch that a run left which began at ``since``.

    Raises Refused where a git is at work.
    """
    branch = os.fsdecode(git.attempt("symbolic-ref", "-q", "HEAD").stdout).strip()
    index = git.path("index.lock")
    locks = [index, index.with_name("HEAD.lock"), *index.parent.glob("next-index-*.lock")]
    remove_locks(git, locks + [git.path(f"{branch}.lock")] * bool(branch), since)


def remove_locks(git: Git, locks: Iterable[Path], since: float = 0) -> None:
    """Remove the locks that a git left which was killed.

    Raises Refused where a git is alive in the work tree, or where that cannot be known: a lock may
    be its.
    """
    left = [lock for lock in locks if os.path.lexists(lock) and lock.lstat().st_mtime >= since]
    if left and _in_use(git.folder):
        raise Refused(
            f"{left[0]} is there, and a git may still be at work.",
            "Wait until it has ended. If there is none, remove that file, then run again.",
            code=ErrorCode.BUSY,
        )
    for lock in left:
        lock.unlink(missing_ok=True)


def _in_use(top: Path) -> bool:
    """Whether a git runs in the work tree, as far as the system tells."""
    processes = Path("/proc")
    if not (processes / "self/comm").exists():
        return True
    for process in processes.iterdir():
        try:
            name = (process / "comm").read_text()
            if name.startswith("git") and (process / "cwd").readlink().is_relative_to(top):
                return True
        except (OSError, ValueError):
            continue
    return False
