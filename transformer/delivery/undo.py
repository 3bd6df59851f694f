"""Taking back the commits of a run that did not reach its end."""

from __future__ import annotations

import os

from transformer.delivery.journal import Commits
from transformer.delivery.store import Entry, put
from transformer.errors import Refused
from transformer.git import Git


def commits_verified(git: Git, commits: Commits) -> None:
    """Raises Refused unless everything on top of ``head`` is what the run itself committed."""
    present = git.line("rev-parse", "HEAD")
    names = git.line("rev-list", "--first-parent", "--reverse", f"{commits.head}..{present}")
    made = [os.fsdecode(git("log", "-1", "--format=%B", name)).strip() for name in names.split()]
    reached = git.attempt("merge-base", "--is-ancestor", commits.head, present).returncode == 0
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
        )


def commits_undone(git: Git, commits: Commits) -> None:
    """Move the branch back to ``head``, and the index entries of the run's paths with it."""
    present = git.line("rev-parse", "HEAD")
    if present != commits.head:
        git("update-ref", "-m", "usershift: undone", "HEAD", commits.head, present)
    put(git, {path: Entry(*facts) if facts else None for path, facts in commits.index.items()})
