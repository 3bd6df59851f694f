"""What usershift itself wrote into the project before: a diff, a report, a page, a runbook.

They are full of references to the auth user, and none of them is the project's.
"""

from __future__ import annotations

import re
from pathlib import Path

_OURS = re.compile(
    rb"diff --git a/"
    rb"|<!doctype html>.{0,250}<title>usershift: "
    rb"|# Runbook: [^\n]* gets its own user model\n"
    rb'|\{\s*"schema": 1,\s*"version": "[^"]*",\s*"command": "'
    rb'|\{\s*"\$schema": .{0,200}"name": "usershift"'
    rb"|::\w+ title=usershift "
    rb"|project    [^\n]*\n(?:manage\.py  |Django     )"
    rb"|[^\n]* strategy (?:bridge|command|two-step|graft)\n",
    re.DOTALL,
)


def is_previous_output(file: Path) -> bool:
    """Whether a file begins as what usershift hands over; False where it cannot be read."""
    try:
        with file.open("rb") as opened:
            return _OURS.match(opened.read(600)) is not None
    except OSError:
        return False
