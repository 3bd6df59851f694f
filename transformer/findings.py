"""What is said to a person about one place of the project."""

from __future__ import annotations

import enum
from dataclasses import dataclass, replace


class Level(enum.Enum):
    """How much a finding asks of its reader, most first."""

    BLOCKER = "blocker"
    TODO = "todo"
    REVIEW = "review"
    NOTE = "note"

    def at_least(self, least: Level) -> bool:
        """Whether it asks as much as ``least``, or more."""
        levels = list(Level)
        return levels.index(self) <= levels.index(least)


@dataclass(frozen=True)
class Finding:
    """``path`` is relative to the project's root, with ``/``; ``line`` and ``column`` count from 1.

    ``line`` 0 means the whole file, an empty ``path`` the whole project.
    """

    code: str
    level: Level
    path: str
    line: int
    column: int
    message: str
    remedy: str = ""

    @property
    def said(self) -> str:
        """Message and remedy, for where they stand together."""
        return f"{self.message} {self.remedy}".strip()

    @property
    def of_line(self) -> Finding:
        """The same of the line as a whole: what it has many times is said once."""
        return replace(self, column=0)
