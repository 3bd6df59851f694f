"""Whether the work could be told apart from what the user has not committed yet."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from transformer.delivery.diff import prefix_of
from transformer.errors import ErrorCode, Refused
from transformer.git import Git, joined, split
from transformer.printable import shown
from transformer.tree import FileChange

_MAX_SHOWN = 10


def refuse_dirty(root: Path, top: Path) -> None:
    """Raises Refused where tracked files below ``root`` differ from the last commit.

    Untracked files are no obstacle as long as nothing overwrites them: see
    :func:`refuse_overwriting`.
    """
    if dirty := uncommitted(root, Git(top)):
        raise Refused(
            f"{_count(dirty)} not committed: {_listed(dirty)}.",
            "Commit or stash, so that the migration stands alone in the diff, or go on with"
            " `--allow-dirty`. `--dry-run` and `--patch FILE` need no clean tree.",
            code=ErrorCode.DIRTY,
        )


def refuse_overwriting(root: Path, top: Path, changes: Sequence[FileChange]) -> None:
    """Raises Refused where a file that would be changed is not in git: it could not be got back."""
    paths = [change.old_path or change.path for change in changes if change.before is not None]
    known = tracked(root, top)
    if lost := [path for path in paths if path not in known]:
        raise Refused(
            f"{_count(lost)} not tracked by git and would be changed: {_listed(lost)}.",
            "Add and commit them, or go on with `--allow-dirty`.",
            code=ErrorCode.DIRTY,
        )


def refuse_mixing(root: Path, git: Git, changes: Sequence[FileChange]) -> None:
    """Raises Refused where a commit would carry the user's own uncommitted work with it."""
    ours = {path for c in changes for path in (c.path, c.old_path) if path is not None}
    known = tracked(root, git.folder)
    loose = {path for path in ours - known if (root / path).exists()}
    if mixed := sorted(ours & {*uncommitted(root, git), *loose}):
        raise Refused(
            f"{_count(mixed)} not committed and would be part of the migration's commits:"
            f" {_listed(mixed)}.",
            "Commit or stash these first; for commits, `--allow-dirty` is not enough.",
            code=ErrorCode.DIRTY,
        )


def refuse_links_of_git(git: Git, *refs: str) -> None:
    """Raises Refused where what git writes for a commit on ``refs`` would end up elsewhere.

    In its own folder git follows links, and an unpacked repository can bring them.
    """
    names = ("index", "HEAD", "COMMIT_EDITMSG", "objects", "packed-refs", "logs/HEAD")
    asked = (*names, *refs, *(f"logs/{ref}" for ref in refs))
    options = (word for name in asked for word in ("--git-path", name))
    paths = git.line("rev-parse", "--git-common-dir", *options)
    common, *places = ((git.folder / path) for path in paths.split("\n"))
    inside = os.path.realpath(common)
    places += [entry for entry in (common / "objects").iterdir() if entry.is_symlink()]
    for place in places:
        if not Path(os.path.realpath(place)).is_relative_to(inside):
            raise Refused(
                f"{shown(str(place))} leads out of the repository's own folder, and git would write"
                " there.",
                "Nothing was changed. Clone the repository anew, or make that a file of its own.",
            )


def refuse_filtered(root: Path, git: Git, changes: Iterable[FileChange], what: str) -> None:
    """Raises Refused where git keeps a file in another form, which only a program can make.

    Large files and encrypted ones are such: as they stand here they must not get into a commit, and
    a patch of them would not fit. ``what`` is what they cannot get into.
    """
    if found := filtered(root, git, [change.path for change in changes]):
        raise Refused(
            f"{_count(list(found))} kept in another form by git, through a filter"
            f" ({', '.join(sorted(set(found.values())))}): {_listed(sorted(found))}.",
            f"{what} cannot hold them. `--commit` runs the repository's filters and hooks;"
            " `--exclude` leaves files alone.",
            code=ErrorCode.FILTERED,
        )


def filtered(root: Path, git: Git, paths: Iterable[str]) -> dict[str, str]:
    """Those of the paths that go through a filter with a program, and its name."""
    if not git.filters:
        return {}
    prefix = prefix_of(root, git.folder)
    asked = joined([prefix + path for path in paths])
    answer = split(git("check-attr", "-z", "--stdin", "filter", stdin=asked))
    told = zip(answer[::3], answer[2::3], strict=True)
    return {path.removeprefix(prefix): name for path, name in told if name in git.filters}


def uncommitted(root: Path, git: Git) -> list[str]:
    """The tracked files below ``root`` that differ from HEAD, relative to ``root``.

    Where filters may not run, files that go through one count only as far as the index says.
    """
    prefix = prefix_of(root, git.folder)
    listing = split(
        git(
            *("status", "--porcelain", "-z", "--untracked-files=no", "--ignore-submodules=dirty"),
            *("--no-renames", "--", f":(top,literal){prefix}"),
        )
    )
    found = {line[3:].removeprefix(prefix): line[:2] for line in listing}
    unsure = [path for path, how in found.items() if how == " M"]
    unknown = {} if git.programs or not unsure else filtered(root, git, unsure)
    return sorted(found.keys() - unknown.keys())


def tracked(root: Path, top: Path) -> set[str]:
    """The files of git's index below ``root``, relative to ``root``."""
    prefix = prefix_of(root, top)
    listing = split(Git(top)("ls-files", "-z", "--", f":(top,literal){prefix}"))
    return {path.removeprefix(prefix) for path in listing}


def ignored(root: Path, top: Path, paths: Iterable[str]) -> list[str]:
    """Those of the paths that ``.gitignore`` hides: `git add` needs `--force` for them."""
    prefix = prefix_of(root, top)
    asked = joined([prefix + path for path in paths])
    done = Git(top).attempt("check-ignore", "-z", "--stdin", stdin=asked)
    return [path.removeprefix(prefix) for path in split(done.stdout)]


def _count(paths: Sequence[str]) -> str:
    return "One file is" if len(paths) == 1 else f"{len(paths)} files are"


def _listed(paths: Sequence[str]) -> str:
    more = f" and {len(paths) - _MAX_SHOWN} more" if len(paths) > _MAX_SHOWN else ""
    return ", ".join(map(shown, paths[:_MAX_SHOWN])) + more
