"""A file that `--exclude` names would have been changed.

What it does: names each file that `--exclude` left alone and that a pass would have changed.

Why it breaks: excluded files are read, so that names which come from them are known, but they are
never changed: their references to the auth user still stand.

What is edited: nothing.

What is reported: each such file, so that no reference is passed over in silence. Look at it by
hand; `usershift lint` without `--exclude` shows each place.
"""

from __future__ import annotations

from transformer.codemod.rules import Rule
from transformer.codemod.skipped import ExcludedChange, Skipped
from transformer.edits import Create
from transformer.findings import Level

rule = Rule(__name__, "US903", "excluded-file", Level.NOTE, neutral=True)


@rule.on(ExcludedChange)
def excluded(place: ExcludedChange, skipped: Skipped) -> None:
    what = "would be created" if isinstance(place.change, Create) else "would be changed"
    skipped.report(
        rule,
        place.change.path,
        f"The file {what}, but `--exclude` leaves it alone.",
        "Look at it by hand.",
    )
