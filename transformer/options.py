"""What the caller of a migration chose."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from transformer.selection import Selection
from transformer.worded import Worded

_ALL = Selection()


class Strategy(str, enum.Enum):
    """How databases adopt the model."""

    bridge = "bridge"
    command = "command"
    two_step = "two-step"
    graft = "graft"


class Style(str, enum.Enum):
    """How code names the model."""

    get_user_model = "get_user_model"
    direct = "direct"


class Stage(Worded):
    """What can be merged before the switch, and the switch."""

    prepare = "prepare", "the same under auth.User, can be merged on any day"
    switch = "switch", "one change, whole"


@dataclass(frozen=True)
class Options:
    """Resolved choices: ``app`` is a label that is free.

    ``app_module`` is the dotted package of the users app and ``app_path`` its folder. The first
    release of the strategy ``two-step`` installs the app, and ``swaps`` the user model not yet.
    Rules that ``selection`` leaves out neither edit the files of the project nor report anything.
    With ``prepare`` nothing is edited but what means the same under ``auth.User``. Edits are tried
    out on the file before they are made, unless nothing ``writes`` them. Up to ``jobs`` processes
    share the work; the result is the same.
    """

    app: str = "users"
    app_module: str = "users"
    app_path: str = "users"
    strategy: str = "bridge"
    style: str = "get_user_model"
    suggested: bool = False
    deploy: bool = False
    swaps: bool = True
    prepare: bool = False
    writes: bool = True
    selection: Selection = _ALL
    jobs: int = 1

    @property
    def user_model(self) -> str:
        """The value of ``AUTH_USER_MODEL``."""
        return f"{self.app}.User"
