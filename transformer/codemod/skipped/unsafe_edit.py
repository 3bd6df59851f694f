"""A Python file is left as it is where its edits do not pass the guards.

Every edited file has to parse again, and a second run must find nothing more to do in it. Where one
of the two fails, or the new text cannot be written in the file's own encoding, or the file takes
minutes, usershift has met a shape that it does not understand: none of the file's edits is made,
and the rest of the project is migrated as usual.

Treatment: change the references to the auth user in this file by hand, as the pages of the other
rules show, and please report the shape.
"""

from __future__ import annotations

from transformer.codemod.rules import Rule
from transformer.findings import Finding, Level

rule = Rule(__name__, "US902", "edits-that-are-not-safe", Level.TODO)


class Unsafe(Exception):
    """The edits of a file do not pass a guard; ``line`` 0 means the whole file."""

    def __init__(self, message: str, line: int = 0) -> None:
        super().__init__(message)
        self.line = line


def refused(path: str, error: Unsafe) -> Finding:
    """The finding for a file whose edits are not made."""
    return Finding(
        rule.code,
        Level.TODO,
        path,
        error.line,
        1 if error.line else 0,
        str(error),
        "It was left as it is: change its references to the auth user by hand.",
    )
