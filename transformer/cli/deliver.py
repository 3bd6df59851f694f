"""Where a migration is delivered to: the choice between the modes, and what is said of each."""

from __future__ import annotations

import enum
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from transformer.cli.output import stderr
from transformer.cli.sinks import write_file
from transformer.delivery import clean, commits, worktree
from transformer.delivery.diff import diff, patch
from transformer.errors import ErrorCode, Refused, UsageError
from transformer.git import Git, work_tree
from transformer.pipeline import Migration
from transformer.printable import shown
from transformer.project import Project
from transformer.report.commits import messages
from transformer.report.html import ShownPart
from transformer.stages import parts, steps


class DeliveryMode(enum.Enum):
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
        return self in (DeliveryMode.WRITE, DeliveryMode.COMMIT, DeliveryMode.BRANCH)

    @property
    def commits(self) -> bool:
        return self in (DeliveryMode.COMMIT, DeliveryMode.BRANCH)


@dataclass(frozen=True)
class Destination:
    """``patch`` and ``branch`` are set where the mode needs them.

    With ``check`` the run fails where something would change.
    """

    mode: DeliveryMode
    patch: Path | None = None
    branch: str = ""
    check: bool = False
    verify: bool = True
    allow_dirty: bool = False


@dataclass(frozen=True)
class Preview:
    """What is going to be delivered, in words, and the patch where it is shown."""

    words: str
    diff: bytes | None = None


def choose_destination(
    *,
    dry_run: bool,
    check: bool,
    patch: Path | None,
    commit: bool,
    branch: str | None,
    verify: bool = True,
    allow_dirty: bool = False,
) -> Destination:
    """What the options choose. Raises UsageError where they contradict each other.

    ``DRY_RUN=true`` in the environment wins over all of them: multi-gitter sets it.
    """
    asked = [
        mode
        for mode, given in (
            (DeliveryMode.DRY_RUN, dry_run),
            (DeliveryMode.PATCH, patch is not None),
            (DeliveryMode.COMMIT, commit),
            (DeliveryMode.BRANCH, branch is not None),
        )
        if given
    ]
    if os.environ.get("DRY_RUN", "").lower() in ("true", "1", "yes"):
        asked = [DeliveryMode.DRY_RUN]
    elif len(asked) > 1 or (check and any(mode.writes for mode in asked)):
        names = [mode.value for mode in asked] + ["--check"] * check
        raise UsageError(
            f"{' and '.join(names)} contradict each other.", "Give one of them, or none."
        )
    mode = asked[0] if asked else DeliveryMode.CHECK if check else DeliveryMode.WRITE
    return Destination(mode, patch, branch or "", check, verify, allow_dirty)


def prepare_project(find: Callable[[], Project], destination: Destination) -> Project:
    """The project, found anew where files of an interrupted run were put back. Raises Refused."""
    project = find()
    if restored := prepare(project, destination):
        stderr().print(restored)
        project = find()
    return project


def prepare(project: Project, destination: Destination) -> str:
    """Make sure that nothing stands in the way; what was put back for that, in words.

    Raises Refused for a dirty tree, and for one that an interrupted run left to a run that writes.
    """
    root, top = project.root, project.git_root
    restored = ""
    if top is None:
        work_tree(root)  # says why there is none, where a `.git` is there
    if destination.mode.writes:
        restored = roll_back(project)
    elif worktree.interrupted(root, top):
        raise Refused(
            "An earlier run was interrupted and left the project half done.",
            "`usershift migrate --undo` puts the files back; `usershift migrate` does that too,"
            " and runs again.",
            code=ErrorCode.INTERRUPTED,
        )
    if destination.mode.writes and top and not destination.allow_dirty:
        clean.refuse_dirty(root, top)
    return restored


def roll_back(project: Project) -> str:
    """Undo an interrupted run, and say so; empty where there was none. Raises Refused."""
    paths = worktree.recover(project.root, project.git_root)
    return f"An earlier run was interrupted; its {len(paths)} files were put back." if paths else ""


def preview(migration: Migration, destination: Destination) -> Preview:
    """All that can be found out before anything is written. Raises Refused."""
    root, top = migration.project.root, migration.project.git_root
    changes = migration.changes
    if migration.blockers:
        return Preview("Refused: nothing was written.")
    match destination.mode:
        case DeliveryMode.CHECK:
            return Preview(_foretold(migration))
        case DeliveryMode.DRY_RUN:
            return Preview(_foretold(migration), diff_of(migration))
        case DeliveryMode.PATCH:
            if top:
                clean.refuse_filtered(root, Git(top), changes, "A patch")
            return Preview(f"{_foretold(migration)} The patch is in {destination.patch}.")
        case DeliveryMode.WRITE:
            # Outside git nobody else could show what changed.
            printed = None if top else diff_of(migration)
            if top and not destination.allow_dirty:
                clean.refuse_overwriting(root, top, changes)
            return Preview(_sentence(migration, "changed") + _hidden(migration), printed)
        case DeliveryMode.COMMIT | DeliveryMode.BRANCH:
            if top is None:
                raise Refused(
                    f"{migration.project.name} is not in a git repository, so"
                    f" `{destination.mode.value}` has nothing to commit to.",
                    "Leave the option out: the files are changed and the diff is printed.",
                    code=ErrorCode.NO_REPOSITORY,
                )
            return Preview(_sentence(migration, "changed"))


def deliver(
    command: str, migration: Migration, destination: Destination, previewed: Preview
) -> str:
    """Deliver; what was done, in words. Raises Refused, with everything as it was."""
    root, top = migration.project.root, migration.project.git_root
    match destination.mode:
        case DeliveryMode.PATCH:
            assert destination.patch is not None
            write_file(destination.patch, diff_of(migration))
        case DeliveryMode.WRITE:
            worktree.write(root, migration.changes, top)
        case DeliveryMode.COMMIT | DeliveryMode.BRANCH:
            assert top is not None
            return f"{previewed.words}{_commits(command, migration, destination, root, top)}"
    return previewed.words


def diff_of(migration: Migration) -> bytes:
    """The patch of the whole migration. Raises Refused."""
    return diff(migration.project.root, migration.changes, migration.project.git_root)


def parts_of(migration: Migration) -> tuple[ShownPart, ...]:
    """The patches of a migration, by stage. Raises Refused."""
    project = migration.project
    whole = parts(migration)
    if len(whole) == 1:
        (one,) = whole
        return (ShownPart(one.stage.value, diff_of(migration), one.edits),)
    return tuple(
        ShownPart(one.stage.value, patch(project.root, one.changes, project.git_root), one.edits)
        for one in whole
    )


def _commits(
    command: str, migration: Migration, destination: Destination, root: Path, top: Path
) -> str:
    """Make them; what is to be said of them beside the files."""
    planned = zip(messages(command, migration), steps(migration), strict=True)
    stages = [commits.Stage(message, step.changes) for message, step in planned]
    if destination.mode is DeliveryMode.COMMIT:
        made = commits.commit(root, top, stages, verify=destination.verify)
        where = "the current branch"
    else:
        made = commits.branch(root, top, stages, destination.branch)
        where = f"the new branch {destination.branch}"
    if not made:
        return ""
    many = "One commit" if len(made) == 1 else f"{len(made)} commits"
    return f" {many} on {where}: {', '.join(name[:9] for name in made)}."


def _foretold(migration: Migration) -> str:
    told = migration.changes and any(finding.line for finding in migration.findings)
    lines = " Findings name lines of the finished files." if told else ""
    return _sentence(migration, "would change") + lines


def _sentence(migration: Migration, verb: str) -> str:
    changes = migration.changes
    if not changes and migration.options.prepare:
        return (
            "Nothing to prepare: what refers to auth.User, if anything does, changes in the switch."
        )
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
    return f" .gitignore hides {', '.join(map(shown, paths))}: add with `git add --force`."
