"""Which rules are on, and where: as users of ruff know it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import pathspec


@dataclass(frozen=True)
class Selection:
    """``select`` and ``ignore`` are codes or the beginnings of codes; none selected means all.

    ``per_file`` has codes for the files of a pattern in the way of ``.gitignore``.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    per_file: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def takes(self, code: str, path: str) -> bool:
        """Whether a rule edits and reports in a file."""
        if self.select and not code.startswith(self.select):
            return False
        if self.ignore and code.startswith(self.ignore):
            return False
        return not any(
            code.startswith(codes) and _files(pattern).match_file(path)
            for pattern, codes in self.per_file
        )


@cache
def _files(pattern: str) -> pathspec.GitIgnoreSpec:
    return pathspec.GitIgnoreSpec.from_lines([pattern])
