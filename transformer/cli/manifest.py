"""Reading the manifest of a batch from a file or from standard input."""

from __future__ import annotations

import sys
from pathlib import Path

from transformer.errors import UsageError
from transformer.fleet.manifest import Repository, read_manifest


def load_manifest(path: Path, stage: str) -> list[Repository]:
    """The repositories; ``stage`` is that of those that name none. Raises UsageError."""
    if str(path) == "-":
        return read_manifest(sys.stdin.read(), "standard input", Path.cwd(), stage)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}.", "Name another.") from None
    except ValueError:
        raise UsageError(f"{path} is no text in UTF-8.", "Save it as UTF-8.") from None
    return read_manifest(text, str(path), path.parent, stage)
