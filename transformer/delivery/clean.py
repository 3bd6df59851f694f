"""Whether the work could be told apart from what the user has not committed yet."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from transformer.delivery.diff import prefix_of
from transformer.delivery.git import Git, GitFailed, split
from transformer.errors import Refused
from transformer.tree import FileChange

_MAX_SHOWN = 10


def refuse_dirty(root: Path, top: Path) -> None:
    """Raises Refused where tracked files below ``root`` differ from the last commit.

    Untracked files are no obstacle as long as nothing overwrites them: see
    :func:`refuse_overwriting`.
    """
    if dirty := uncommitted(root, top):
        raise Refused(
            f"{_count(dirty)} not committed: {_listed(dirty)}.",
            "Commit or stash, so that the migration stands alone in the diff, or go on with"
            " `--allow-dirty`. `--dry-run` and `--patch FILE` need no clean tree.",
        )


def refuse_unreadable(root: Path) -> None:
    """Raises GitFailed where ``root`` is in a repository that git will not read.

    Most often that is one of another owner: without git's help nothing would tell what the user
    has not committed yet. https://git-scm.com/docs/git-config#Documentation/git-config.txt-safedirectory
    """
    if not any((folder / ".git").exists() for folder in (root, *root.parents)):
        return
    asked = Git(root).attempt("rev-parse", "--show-toplevel")
    if asked.returncode and b"not a git repository" not in asked.stderr:
        raise GitFailed("rev-parse", os.fsdecode(asked.stderr).strip())


def refuse_overwriting(root: Path, top: Path, changes: Sequence[FileChange]) -> None:
    """Raises Refused where a file that would be changed is not in git: it could not be got back."""
    paths = [change.old_path or change.path for change in changes if change.before is not None]
    known = tracked(root, top)
    if lost := [path for path in paths if path not in known]:
        raise Refused(
            f"{_count(lost)} not tracked by git and would be changed: {_listed(lost)}.",
            "Add and commit them, or go on with `--allow-dirty`.",
        )


def refuse_mixing(root: Path, top: Path, changes: Sequence[FileChange]) -> None:
    """Raises Refused where a commit would carry the user's own uncommitted work with it."""
    ours = {path for c in changes for path in (c.path, c.old_path) if path is not None}
    known = tracked(root, top)
    loose = {path for path in ours - known if (root / path).exists()}
    if mixed := sorted(ours & {*uncommitted(root, top), *loose}):
        raise Refused(
            f"{_count(mixed)} not committed and would be part of the migration's commits:"
            f" {_listed(mixed)}.",
            "Commit or stash these first; for commits, `--allow-dirty` is not enough.",
        )


def uncommitted(root: Path, top: Path) -> list[str]:
    """The tracked files below ``root`` that differ from HEAD, relative to ``root``."""
    prefix = prefix_of(root, top)
    listing = split(
        Git(top)(
            *("status", "--porcelain", "-z", "--untracked-files=no", "--ignore-submodules=dirty"),
            *("--no-renames", "--", f":(top,literal){prefix}"),
        )
    )
    return sorted(line[3:].removeprefix(prefix) for line in listing)


def tracked(root: Path, top: Path) -> set[str]:
    """The files of git's index below ``root``, relative to ``root``."""
    prefix = prefix_of(root, top)
    listing = split(Git(top)("ls-files", "-z", "--", f":(top,literal){prefix}"))
    return {path.removeprefix(prefix) for path in listing}


def ignored(root: Path, top: Path, paths: Iterable[str]) -> list[str]:
    """Those of the paths that ``.gitignore`` hides: `git add` needs `--force` for them."""
    prefix = prefix_of(root, top)
    asked = b"".join(f"{prefix}{path}".encode(errors="surrogateescape") + b"\0" for path in paths)
    done = Git(top).attempt("check-ignore", "-z", "--stdin", stdin=asked)
    return [path.removeprefix(prefix) for path in split(done.stdout)]


def _count(paths: Sequence[str]) -> str:
    return "One file is" if len(paths) == 1 else f"{len(paths)} files are"


def _listed(paths: Sequence[str]) -> str:
    more = f" and {len(paths) - _MAX_SHOWN} more" if len(paths) > _MAX_SHOWN else ""
    return ", ".join(paths[:_MAX_SHOWN]) + more
