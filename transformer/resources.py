"""Where the files that travel with usershift are."""

from __future__ import annotations

from pathlib import Path


def template_folders() -> list[Path]:
    """The templates: inside the package in a wheel, beside it in a checkout."""
    package = Path(__file__).parent
    return [package / "templates", package.parent / "templates"]
