"""A file that the file system does not let usershift read is not searched.

It belongs to somebody else, or to root after a run in a container. Whether it means the auth user
cannot be known.

Treatment: give the user who runs usershift the right to read it, and run again.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

from transformer.codemod.rules import Rule
from transformer.findings import Finding, Level
from transformer.project import Project

rule = Rule(__name__, "US905", "file-without-permission", Level.TODO)


def unreadable_files(project: Project) -> Iterator[Finding]:
    for path in project.files:
        if not os.access(project.root / path, os.R_OK):
            yield Finding(
                rule.code,
                rule.level,
                path,
                0,
                0,
                "This file may not be read, so it was not searched.",
                "Change its permissions and run again, or look for the auth user by hand.",
            )
