"""Which repositories a batch is about: its manifest, and those chosen of it."""

from __future__ import annotations

import sys
from pathlib import Path

from transformer.errors import UsageError
from transformer.fleet.manifest import Repository, read_manifest
from transformer.fleet.selection import Selection
from transformer.options import Stage


def chosen_repositories(path: Path, stage: Stage | None, selection: Selection) -> list[Repository]:
    """``stage`` is that of those that name none. Raises UsageError, also where none is chosen."""
    chosen = selection.chosen(_manifest(path, stage.value if stage else ""))
    if not chosen and selection.shard == (1, 1):
        raise UsageError("No repository of the manifest is chosen.", "Look at --only.")
    return chosen


def _manifest(path: Path, stage: str) -> list[Repository]:
    if str(path) == "-":
        return read_manifest(sys.stdin.read(), "standard input", Path.cwd(), stage)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}.", "Name another.") from None
    except ValueError:
        raise UsageError(f"{path} is no text in UTF-8.", "Save it as UTF-8.") from None
    return read_manifest(text, str(path), path.parent, stage)
