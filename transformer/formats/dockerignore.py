"""What a ``.dockerignore`` keeps out of a build: its patterns, and the one that decides a path."""

from __future__ import annotations

import re
from collections.abc import Iterator


def deciding(content: bytes, path: str) -> tuple[int, bool] | None:
    """Line of the last pattern that speaks about a path or a folder above it, and what it says.

    True is kept out, False is let in; None where no pattern speaks about it.

    >>> deciding(b"*\\n!blog", "users/models.py")
    (1, True)
    """
    parts = path.split("/")
    above = ["/".join(parts[:n]) for n in range(1, len(parts) + 1)]
    found = None
    for line, pattern, out in _patterns(content):
        if any(pattern.fullmatch(each) for each in above):
            found = line, out
    return found


def _patterns(content: bytes) -> Iterator[tuple[int, re.Pattern[str], bool]]:
    """https://docs.docker.com/build/concepts/context/#dockerignore-files"""
    text = content.decode("utf-8-sig", errors="replace")
    for number, line in enumerate(text.splitlines(), 1):
        glob = line.strip()
        if not glob or line.startswith("#"):
            continue
        out = not glob.startswith("!")
        parts = [part for part in glob.lstrip("!").strip().split("/") if part not in ("", ".")]
        if parts and ".." not in parts:
            yield number, re.compile(_regex(parts)), out


def _regex(parts: list[str]) -> str:
    pieces = []
    for number, part in enumerate(parts):
        last = number == len(parts) - 1
        if part == "**":
            pieces.append(".*" if last else "(?:.*/)?")
        else:
            pieces.append(_segment(part) + ("" if last else "/"))
    return "".join(pieces)


def _segment(part: str) -> str:
    """One part of a path: ``*`` and ``?``, and ``**`` as in ``**.py``; a class of characters."""
    wild = {"**": ".*", "*": "[^/]*", "?": "[^/]"}
    tokens: list[str] = re.findall(r"\*\*|\*|\?|\\.|\[\^?[^]/]+\]|.", part)
    return "".join(
        wild.get(token) or (token if len(token) > 1 else re.escape(token)) for token in tokens
    )
