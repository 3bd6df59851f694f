"""A Python file is left as it is where its edits do not pass the guards.

What it does: leaves a file as it is where its edits do not pass the guards. Every edited file has
to parse again, and a second run must find nothing more to do in it.

Why it breaks: where one of the two fails, or the new text cannot be written in the file's own
encoding, or the file takes minutes, usershift has met a shape that it does not understand. Its
references to the auth user still stand.

What is edited: nothing of the file; the rest of the project is migrated as usual.

What is reported: the file, and why. Change its references by hand, as the pages of the other rules
show, and please report the shape.
"""

from __future__ import annotations

from transformer.codemod.rules import Rule
from transformer.codemod.skipped import Skipped, UnsafeEdit
from transformer.findings import Level

rule = Rule(__name__, "US902", "edits-that-are-not-safe", Level.TODO, neutral=True)


@rule.on(UnsafeEdit)
def refused(place: UnsafeEdit, skipped: Skipped) -> None:
    skipped.report(
        rule,
        place.path,
        place.message,
        "It was left as it is: change its references to the auth user by hand.",
        line=place.line,
        column=1 if place.line else 0,
    )
