"""What long runs tried and survived, written where the documentation takes it from."""

from __future__ import annotations

import json
import os
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "docs/results"


def record(kind: str, what: str, tried: int, survived: int | None = None) -> None:
    """Say that ``what`` was tried so often, and each time ended as it must.

    ``make soak`` asks for it; other runs leave the files of the last long one alone.
    """
    if os.environ.get("USERSHIFT_RECORD") != "1":
        return
    FOLDER.mkdir(exist_ok=True)
    found = {"kind": kind, "what": what, "tried": tried, "survived": survived or tried}
    _file(kind, what).write_text(json.dumps(found, indent=2) + "\n")


def recorded(kind: str, what: str) -> int:
    """How often it was tried, by what stands there."""
    file = _file(kind, what)
    return int(json.loads(file.read_text())["tried"]) if file.exists() else 0


def _file(kind: str, what: str) -> Path:
    name = "".join(c if c.isalnum() else "-" for c in what.lower())
    return FOLDER / f"{kind}-{'-'.join(filter(None, name.split('-')))}.json"
