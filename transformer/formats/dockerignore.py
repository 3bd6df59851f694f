"""What a ``.dockerignore`` keeps out of a build: its patterns, and the one that decides a path."""

from __future__ import annotations

import re
from contextlib import suppress

from pathspec import PathSpec
from pathspec.patterns.gitignore.spec import GitIgnoreSpecPattern


def deciding(content: bytes, path: str) -> tuple[int, bool] | None:
    """Line of the last pattern that speaks about a path or a folder above it, and what it says.

    True is kept out, False is let in; None where no pattern speaks about it.
    https://docs.docker.com/build/concepts/context/#dockerignore-files

    >>> deciding(b"*\\n!blog", "users/models.py")
    (1, True)
    """
    numbers: list[int] = []
    patterns: list[GitIgnoreSpecPattern] = []
    for number, line in enumerate(content.decode("utf-8-sig", errors="replace").splitlines(), 1):
        glob = line.strip()
        parts = [part for part in glob.lstrip("!").strip().split("/") if part not in ("", ".")]
        if parts and ".." not in parts and not line.startswith("#"):
            # As in a .gitignore, but each pattern starts at the top, and ** can begin a name.
            anchored = "/".join(["", *(re.sub(r"^\*\*(?=.)", "**/*", part) for part in parts)])
            with suppress(ValueError, re.error):
                patterns.append(GitIgnoreSpecPattern("!" * glob.startswith("!") + anchored))
                numbers.append(number)
    found = PathSpec(patterns).check_file(path)
    if found.index is None or found.include is None:
        return None
    return numbers[found.index], found.include
