"""What stops a command: each ends with one clear line and its own exit status."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


class UsershiftError(Exception):
    """A message for a person; ``remedy`` says what to do about it."""

    exit_code = 4

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy


class UsageError(UsershiftError):
    """The call is wrong: unknown option, no such path, unreadable config."""

    exit_code = 2


class Refused(UsershiftError):
    """The project cannot be migrated as it stands; nothing was written."""

    exit_code = 3


class Unfinished(UsershiftError):
    """Something failed when files were changed already; the message says how things stand."""


def nearest(name: str, known: Iterable[str]) -> str:
    """What to say to someone who wrote ``name`` where one of ``known`` was wanted."""
    known = sorted(known)
    close = get_close_matches(name, known, n=1)
    listed = f"There are: {', '.join(known)}."
    return f"Did you mean `{close[0]}`? {listed}" if close else listed
