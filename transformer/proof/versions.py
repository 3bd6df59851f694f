"""Which two versions of the code are compared: the one before the migration and the one after."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from transformer.delivery import worktree
from transformer.errors import ErrorCode, Refused, UsageError
from transformer.git import Git
from transformer.project import Project
from transformer.proof.copies import copy, copy_revision
from transformer.tree import FileChange

# Wherever a module sets it: `AUTH_USER_MODEL = …`, also in a class or with an annotation.
_SETS = r"^[[:space:]]*AUTH_USER_MODEL[[:space:]]*(:[^=]*)?="
# Not what spells out Django's own model, and no keyword of a test's `override_settings`.
_STAYS = re.compile(rb"=\s*[\"']auth\.user[\"']|^\s+\w+=|,\s*$", re.IGNORECASE)
_MAIN = ("origin/HEAD", "origin/main", "origin/master", "main", "master")


@dataclass(frozen=True)
class Version:
    """The working tree, or the ``revision`` or ``folder`` that stands in its place.

    ``changes`` are written on top of it. ``words`` say what it is, to a person.
    """

    words: str
    revision: str = ""
    folder: Path | None = None
    changes: Sequence[FileChange] = ()


def is_moved(project: Project) -> bool:
    """Whether some settings name a user model other than Django's."""
    named = (one.auth_user_model for one in project.settings)
    return any(model and model.lower() != "auth.user" for model in named)


def named(project: Project, name: str) -> Version:
    """What ``--before`` and ``--after`` name: a folder, or a revision of git.

    Raises UsageError for what is neither.
    """
    folder = Path(name)
    if folder.is_dir():
        return Version(f"the folder {name}", folder=folder.resolve())
    if project.git_root is None:
        raise UsageError(
            f"There is no folder {name}, and {project.name} is not in a git repository.",
            "Name a folder that holds the project.",
        )
    return Version(name, revision=name)


def before(project: Project, after: Version | None = None) -> Version:
    """What the code was before the migration, as far as git knows.

    That is HEAD where the migration is not committed yet, else what its branch left, else the
    commit before the one that named the user model. Raises Refused where there is none.
    """
    if project.git_root is None:
        raise Refused(
            f"{project.name} is migrated already and not in a git repository: there is nothing to"
            " compare it with.",
            "Name the folder that holds the code as it was with --before FOLDER.",
            code=ErrorCode.NO_BEFORE,
        )
    git = Git(project.root)
    tip = after.revision if after and after.revision else "HEAD"
    if after is not None and not _names_model(project, tip):
        # The neutral stage of a migration: it is compared with what it stands on.
        commit = git.line("merge-base", tip, "HEAD")
        return Version(f"{_short(git, commit)}, where {tip} began", revision=commit)
    if not _names_model(project, tip):
        return Version(f"{tip} ({_short(git, tip)})", revision=tip)
    for main in _MAIN:
        found = git.attempt("merge-base", tip, main)
        commit = os.fsdecode(found.stdout).strip()
        if not found.returncode and commit and not _names_model(project, commit):
            return Version(f"{_short(git, commit)}, where the branch began", revision=commit)
    commits = os.fsdecode(git("rev-list", "--first-parent", "-n", "500", tip)).split()
    for commit in commits:
        if not _names_model(project, commit):
            return Version(f"{_short(git, commit)}, before the migration", revision=commit)
    raise Refused(
        f"No commit of {project.name} is from before the migration.",
        "Name the code as it was with --before REVISION or --before FOLDER.",
        code=ErrorCode.NO_BEFORE,
    )


def _names_model(project: Project, revision: str) -> bool:
    """Whether the code names a user model of its own; settings for tests only may have another."""
    # Other projects of the repository may have moved long ago.
    left = [*project.others, *(one.path for one in project.differing)]
    files = ["*.py", *(f":(exclude,literal){path}" for path in left)]
    found = Git(project.root).attempt("grep", "-h", "-E", "-e", _SETS, revision, "--", *files)
    if found.returncode > 1:
        raise Refused(
            f"git cannot search {revision}: {os.fsdecode(found.stderr).strip()}",
            "Name the code as it was with --before REVISION or --before FOLDER.",
            code=ErrorCode.NO_BEFORE,
        )
    return any(not _STAYS.search(line) for line in found.stdout.splitlines())


def _short(git: Git, revision: str) -> str:
    return git.line("rev-parse", "--short", revision)


@dataclass(frozen=True)
class Code:
    """One version in a folder of its own. ``folder`` is where its manage.py is called.

    ``manage`` and ``roots``, the folders for ``sys.path``, are relative to that.
    """

    base: Path
    folder: Path
    manage: str | None
    roots: tuple[str, ...]


def lay(project: Project, version: Version, to: Path) -> Code:
    """Write a version into the folder ``to``. Raises Refused where that is not possible."""
    base = project.git_root or project.root
    inner = project.root.relative_to(base)
    if version.folder is not None:
        copy(version.folder, to / inner)
    elif version.revision:
        copy_revision(base, to, version.revision)
    else:
        copy(base, to)
    root = to / inner
    if version.changes:
        worktree.write(root, version.changes, None)
    manage = Path(project.manage) if project.manage else None
    folder = root / manage.parent if manage else root
    roots = tuple(os.path.relpath(root / source, folder) for source in project.source_roots)
    return Code(to, folder, manage.name if manage else None, roots)
