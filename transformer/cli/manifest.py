"""Which repositories a batch is about: its manifest, and those chosen of it."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

from transformer.errors import UsageError
from transformer.fleet.manifest import Repository, read_manifest
from transformer.fleet.selection import Selection
from transformer.options import Stage


def chosen_repositories(
    path: Path, stage: Stage | None, selection: Selection
) -> Mapping[str, Repository]:
    """``stage`` is that of those that name none. Raises UsageError, also where none is chosen."""
    chosen = selection.chosen(_manifest(path, stage.value if stage else ""))
    if not chosen and selection.shard == (1, 1):
        raise UsageError("No repository of the manifest is chosen.", "Look at --only.")
    return chosen


def _manifest(path: Path, stage: str) -> Mapping[str, Repository]:
    if str(path) == "-":
        return read_manifest(sys.stdin, "standard input", Path.cwd(), stage)
    try:
        file = path.open(encoding="utf-8-sig")
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}.", "Name another.") from None
    with file:
        try:
            return read_manifest(file, str(path), path.parent, stage)
        except UnicodeDecodeError:
            raise UsageError(f"{path} is no text in UTF-8.", "Save it as UTF-8.") from None
