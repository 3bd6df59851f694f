"""A file that ``--exclude`` names would have been changed.

Excluded files are read, so that names which come from them are known, but they are never changed.
Each one that a pass would have changed is named, so that no reference is passed over in silence.

Treatment: look at it by hand; ``usershift lint`` without ``--exclude`` shows each place.
"""

from __future__ import annotations

from transformer.codemod.rules import Rule
from transformer.edits import Change, Create
from transformer.findings import Finding, Level

rule = Rule(__name__, "US903", "excluded-file", Level.NOTE)


def excluded(change: Change) -> Finding:
    """The finding for a change that is not made."""
    what = "would be created" if isinstance(change, Create) else "would be changed"
    return Finding(
        rule.code,
        Level.NOTE,
        change.path,
        0,
        0,
        f"The file {what}, but `--exclude` leaves it alone.",
        "Look at it by hand.",
    )
