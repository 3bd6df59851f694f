"""A file that the file system does not let usershift read is not searched.

What it does: names a file that the file system does not let usershift read. It belongs to somebody
else, or to root after a run in a container.

Why it breaks: whether it means the auth user cannot be known, so its references stay as they are.

What is edited: nothing.

What is reported: the file. Give the user who runs usershift the right to read it, and run again.
"""

from __future__ import annotations

import os

from transformer.codemod.codebase import Codebase
from transformer.codemod.rules import Rule
from transformer.findings import Level

rule = Rule(__name__, "US905", "file-without-permission", Level.TODO, neutral=True)


@rule.on(Codebase)
def unreadable_files(codebase: Codebase) -> None:
    project = codebase.project
    for path in project.files:
        if not os.access(project.root / path, os.R_OK):
            codebase.report(
                rule,
                path,
                "This file may not be read, so it was not searched.",
                "Change its permissions and run again, or look for the auth user by hand.",
            )
