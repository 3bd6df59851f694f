"""Where `migrate` hands over: the choice between the ways, and what is said of each."""

from __future__ import annotations

import enum
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from transformer.cli.output import stderr, write_file
from transformer.delivery import clean, commits, worktree
from transformer.delivery.diff import diff
from transformer.errors import Refused, UsageError
from transformer.git import Git, work_tree
from transformer.pipeline import Migration
from transformer.project import Project
from transformer.report.commits import messages
from transformer.tree import FileChange


class Way(enum.Enum):
    """``value`` is the option that chooses it."""

    WRITE = ""
    DRY_RUN = "--dry-run"
    CHECK = "--check"
    PATCH = "--patch"
    COMMIT = "--commit"
    BRANCH = "--branch"

    @property
    def writes(self) -> bool:
        """Whether the repository is changed in any way."""
        return self in (Way.WRITE, Way.COMMIT, Way.BRANCH)


@dataclass(frozen=True)
class Destination:
    """``patch`` and ``branch`` are set where the way needs them."""

    way: Way
    patch: Path | None = None
    branch: str = ""
    verify: bool = True
    allow_dirty: bool = False


@dataclass(frozen=True)
class Handed:
    """What was delivered, in words, and the patch where it was made."""

    words: str
    diff: bytes | None = None


def way_of(
    *, dry_run: bool, check: bool, patch: Path | None, commit: bool, branch: str | None
) -> Way:
    """The way that the options choose. Raises UsageError where they contradict each other.

    ``DRY_RUN=true`` in the environment wins over all of them: multi-gitter sets it.
    """
    if os.environ.get("DRY_RUN", "").lower() in ("true", "1", "yes"):
        return Way.DRY_RUN
    asked = [
        way
        for way, given in (
            (Way.DRY_RUN, dry_run),
            (Way.PATCH, patch is not None),
            (Way.COMMIT, commit),
            (Way.BRANCH, branch is not None),
        )
        if given
    ]
    if len(asked) > 1 or (check and any(way.writes for way in asked)):
        names = [way.value for way in asked] + ["--check"] * check
        raise UsageError(
            f"{' and '.join(names)} contradict each other.", "Give one of them, or none."
        )
    if asked:
        return asked[0]
    return Way.CHECK if check else Way.WRITE


def prepared_project(find: Callable[[], Project], to: Destination) -> Project:
    """The project, found anew where files of an interrupted run were put back. Raises Refused."""
    project = find()
    if restored := prepare(project, to):
        stderr().print(restored)
        project = find()
    return project


def prepare(project: Project, to: Destination) -> str:
    """Make sure that nothing stands in the way; what was put back for that, in words.

    Raises Refused for a dirty tree, and for one that an interrupted run left to a run that writes.
    """
    root, top = project.root, project.git_root
    restored = ""
    if top is None:
        work_tree(root)  # says why there is none, where a `.git` is there
    if to.way.writes:
        restored = put_back(project)
    elif worktree.interrupted(root, top):
        raise Refused(
            "An earlier run was interrupted and left the project half done.",
            "`usershift migrate --undo` puts the files back; `usershift migrate` does that too,"
            " and runs again.",
        )
    if to.way.writes and top and not to.allow_dirty:
        clean.refuse_dirty(root, top)
    return restored


def put_back(project: Project) -> str:
    """Undo an interrupted run, and say so; empty where there was none. Raises Refused."""
    paths = worktree.recover(project.root, project.git_root)
    return f"An earlier run was interrupted; its {len(paths)} files were put back." if paths else ""


def hand_over(migration: Migration, to: Destination) -> Handed:
    """Deliver. Raises Refused, with everything as it was."""
    root, top = migration.project.root, migration.project.git_root
    changes = migration.changes
    if migration.blockers:
        return Handed("Refused: nothing was written.")
    match to.way:
        case Way.CHECK:
            return Handed(_sentence(changes, "would change"))
        case Way.DRY_RUN:
            return Handed(_sentence(changes, "would change"), diff_of(migration))
        case Way.PATCH:
            assert to.patch is not None
            if top:
                clean.refuse_filtered(root, Git(top), changes, "A patch")
            patch = diff_of(migration)
            write_file(to.patch, patch)
            return Handed(f"{_sentence(changes, 'would change')} The patch is in {to.patch}.")
        case Way.WRITE:
            # Outside git nobody else could show what changed.
            printed = None if top else diff_of(migration)
            if top and not to.allow_dirty:
                clean.refuse_overwriting(root, top, changes)
            worktree.write(root, changes, top)
            words = _sentence(changes, "changed") + _hidden(migration)
            look = " Look at them with `git diff`." if top and changes else ""
            return Handed(words + look, printed)
        case Way.COMMIT | Way.BRANCH:
            return Handed(_commits(migration, to))


def diff_of(migration: Migration) -> bytes:
    """The patch of the whole migration. Raises Refused."""
    return diff(migration.project.root, migration.changes, migration.project.git_root)


def print_diff(handed: Handed) -> None:
    """Print the patch on stdout, where there is one."""
    sys.stdout.buffer.write(handed.diff or b"")
    sys.stdout.buffer.flush()


def _commits(migration: Migration, to: Destination) -> str:
    root, top = migration.project.root, migration.project.git_root
    if top is None:
        raise Refused(
            f"{migration.project.name} is not in a git repository, so `{to.way.value}` has"
            " nothing to commit to.",
            "Leave the option out: the files are changed and the diff is printed.",
        )
    stages = [
        commits.Stage(message, changes)
        for message, changes in zip(messages(migration), migration.tree.stages(), strict=True)
    ]
    if to.way is Way.COMMIT:
        made = commits.commit(root, top, stages, verify=to.verify)
        where = "the current branch"
    else:
        made = commits.branch(root, top, stages, to.branch)
        where = f"the new branch {to.branch}"
    words = _sentence(migration.changes, "changed")
    if not made:
        return words
    many = "One commit" if len(made) == 1 else f"{len(made)} commits"
    return f"{words} {many} on {where}: {', '.join(name[:9] for name in made)}."


def _sentence(changes: Sequence[FileChange], verb: str) -> str:
    if not changes:
        return "Nothing to do: the project is as it should be."
    return f"One file {verb}." if len(changes) == 1 else f"{len(changes)} files {verb}."


def _hidden(migration: Migration) -> str:
    """A hint on new files that `git add` would pass over."""
    root, top = migration.project.root, migration.project.git_root
    if top is None:
        return ""
    new = [change.path for change in migration.changes if change.before is None]
    paths = clean.ignored(root, top, new)
    if not paths:
        return ""
    return f" .gitignore hides {', '.join(paths)}: add with `git add --force`."
