"""How a repository ended, and where it stands since, in words that programs may rely on."""

from __future__ import annotations

from transformer.errors import ErrorCode
from transformer.worded import Worded


class State(Worded):
    """States are added in later versions, never renamed."""

    WAITING = "waiting", "Not begun."
    DONE = "done", "The branch is made."
    NOTHING_TO_DO = "nothing-to-do", "The project is as it should be."
    NOT_DJANGO = "not-django", "There is no Django project."
    CUSTOM_USER = "custom-user-already", "The project has a user model of its own."
    BEGUN_BY_HAND = "begun-by-hand", "A user model was begun by hand; the remedy says how to go on."
    LABEL_TAKEN = "label-taken", "The app label is taken: name another for this repository."
    SETTINGS = "settings-unreadable", "The settings cannot be read, or found: name the module."
    DJANGO = "django-unsupported", "The project's Django is older than any known one."
    SEVERAL = "several-projects", "There are several projects: name one with `project`."
    BLOCKERS = "blockers", "Something has to be solved by a person first."
    FAILED = "failed", "It could not be taken, or something broke."
    TIMED_OUT = "timed-out", "It took longer than the time limit."
    PROOF_FAILED = "proof-failed", "The branch is made, and `verify` did not prove it."

    @property
    def fails(self) -> bool:
        """Whether a batch with such a repository ends with exit status 1."""
        return self in FAILING


FAILING = frozenset((State.FAILED, State.TIMED_OUT, State.PROOF_FAILED))
FINAL = tuple(state for state in State if state is not State.WAITING)

_OF_CODES: dict[str, State] = {
    ErrorCode.NOT_DJANGO: State.NOT_DJANGO,
    ErrorCode.SEVERAL_PROJECTS: State.SEVERAL,
    ErrorCode.SETTINGS_NOT_FOUND: State.SETTINGS,
    ErrorCode.SETTINGS_UNREADABLE: State.SETTINGS,
    ErrorCode.DJANGO_UNSUPPORTED: State.DJANGO,
    ErrorCode.CUSTOM_USER_ALREADY: State.CUSTOM_USER,
    ErrorCode.BEGUN_BY_HAND: State.BEGUN_BY_HAND,
    ErrorCode.LABEL_TAKEN: State.LABEL_TAKEN,
    ErrorCode.BLOCKERS: State.BLOCKERS,
    ErrorCode.GRAFT_REFUSED: State.BLOCKERS,
    ErrorCode.REFUSED: State.BLOCKERS,
}


def state_of(code: str) -> State:
    """What the ``error.code`` of a report means for the campaign."""
    return _OF_CODES.get(code, State.FAILED)


class Standing(Worded):
    """Where a repository is, weeks after its branch was made, in the order of a campaign."""

    NOT_BEGUN = "not-begun", "The code is on auth.User, and no branch is there."
    BRANCH = "branch", "The branch of the stage `prepare` is there."
    PREPARED = "prepared", "What can be merged before the switch is merged."
    SWITCHED = "switched", "The branch with the switch is there, and not merged."
    MERGED = "merged", "The code is on its own user model; databases have to adopt it."
    ADOPTED = "adopted", "Every environment that the manifest names has adopted it."
    FINALIZED = "finalized", "The helpers of the adoption are gone."
    RENAMED = "renamed", "The table has the name of its model."
    UNKNOWN = "unknown", "It could not be looked at, or has nothing to move."
