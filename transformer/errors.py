"""What stops a command: each ends with one clear line and its own exit status."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from transformer.worded import Worded


class ErrorCode(Worded):
    """Why a command ended early, for programs. Codes are added in later versions, never renamed.

    The value is what stands in a report as ``error.code``.
    """

    # Which project
    USAGE = "usage", "The call or the configuration is wrong."
    NO_SUCH_PATH = "no-such-path", "A file or folder that the call names is not there."
    NOT_DJANGO = "not-django", "There is no Django project in the folder."
    SEVERAL_PROJECTS = "several-projects", "There are several projects below the folder."
    SETTINGS_NOT_FOUND = "settings-not-found", "No settings module was found, or not the named one."
    SETTINGS_UNREADABLE = (
        "settings-unreadable",
        "The settings cannot be parsed, or not be followed without running them.",
    )
    # What it is
    DJANGO_UNSUPPORTED = "django-unsupported", "The project's Django is older than any known one."
    CUSTOM_USER_ALREADY = (
        "custom-user-already",
        "The project has a user model of its own: there is nothing to move.",
    )
    BEGUN_BY_HAND = (
        "begun-by-hand",
        "A user model was begun by hand, in a table of its own: the remedy says how to go on.",
    )
    LABEL_TAKEN = "label-taken", "The app label is taken; the remedy names some that are free."
    GRAFT_REFUSED = "graft-refused", "The strategy graft cannot extend the app."
    NOT_PREPARED = "not-prepared", "The switch was asked for, and what prepares it is still open."
    NOT_MIGRATED = "not-migrated", "A later step was asked for before `usershift migrate`."
    RENAME_REFUSED = "rename-refused", "The table cannot be renamed by a migration of the app."
    BLOCKERS = "blockers", "Findings of the level `blocker` have to be solved first."
    REFUSED = "refused", "The project cannot be migrated as it stands."
    # Where the change goes
    NO_REPOSITORY = "no-repository", "Commits were asked for, and there is no git repository."
    NO_COMMIT = "no-commit", "The repository has no commit yet to put commits on."
    DIRTY = "dirty", "Files are not committed, or not tracked by git."
    FILTERED = "filtered", "git keeps files in another form, through a filter of the repository."
    BRANCH_EXISTS = "branch-exists", "The branch for the commits exists already."
    MERGE_UNDER_WAY = "merge-under-way", "A merge, rebase, cherry-pick or revert is not finished."
    OUTSIDE_PROJECT = "outside-project", "A link leads out of the project, or to another change."
    BUSY = "busy", "Another run, or a git, is at work in the repository."
    INTERRUPTED = "interrupted", "An earlier run was interrupted, and what it left needs a look."
    CHANGED_MEANWHILE = "changed-meanwhile", "Somebody changed files during the run: run again."
    UNWRITABLE = "unwritable", "Files cannot be read or written there: permissions, or no space."
    COMMIT_REFUSED = "commit-refused", "git, or a hook of the repository, did not take a commit."
    GIT_REFUSED = "git-refused", "git failed, is missing, or would do more than it is asked for."
    # What was proven
    NO_INTERPRETER = "no-interpreter", "No environment of the project was found to run it with."
    NO_BEFORE = "no-before", "Nothing says what the code was before the migration."
    NOT_STARTING = "not-starting", "The code before the migration does not start."
    NOT_A_COPY = "not-a-copy", "Nothing says that the database to rehearse on is a copy."
    NO_DATABASE = "no-database", "The database cannot be reached, or not be copied."
    PROOF_FAILED = "proof-failed", "A proof failed: `proofs` of the report says which, and why."
    UNFINISHED = (
        "unfinished",
        "It failed when files were changed already: the message says how far.",
    )
    INTERNAL = "internal", "A fault of usershift itself."


class UsershiftError(Exception):
    """A message for a person; ``remedy`` says what to do about it, ``code`` is for programs."""

    exit_code = 4
    default = ErrorCode.INTERNAL

    def __init__(self, message: str, remedy: str = "", *, code: ErrorCode | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy
        self.code = code or self.default

    @property
    def said(self) -> str:
        """Message and remedy, for where they stand together."""
        return f"{self.message} {self.remedy}".strip()


class UsageError(UsershiftError):
    """The call is wrong: unknown option, no such path, unreadable config."""

    exit_code = 2
    default = ErrorCode.USAGE


class Refused(UsershiftError):
    """The project cannot be migrated as it stands; nothing was written."""

    exit_code = 3
    default = ErrorCode.REFUSED


class Unfinished(UsershiftError):
    """Something failed when files were changed already; the message says how things stand."""

    default = ErrorCode.UNFINISHED


class ProofFailed(UsershiftError):
    """What was to be proven does not hold; the project is as it was."""

    exit_code = 1
    default = ErrorCode.PROOF_FAILED


def nearest(name: str, known: Iterable[str]) -> str:
    """What to say to someone who wrote ``name`` where one of ``known`` was wanted."""
    known = sorted(known)
    close = get_close_matches(name, known, n=1)
    listed = f"There are: {', '.join(known)}."
    return f"Did you mean `{close[0]}`? {listed}" if close else listed
