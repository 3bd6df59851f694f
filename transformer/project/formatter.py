"""How long a line may be where Black or Ruff lays the project's code out."""

from __future__ import annotations

from collections.abc import Callable, Container

from transformer.formats.toml import parse_toml

DEFAULT = 88


def line_limit(files: Container[str], read: Callable[[str], bytes]) -> int | None:
    """What ``pyproject.toml`` or ``ruff.toml`` says; None where neither tool is configured."""
    limits = []
    for path in ("pyproject.toml", "ruff.toml", ".ruff.toml"):
        if path in files:
            document = parse_toml(read(path))
            tools = document.get("tool", {}) if path == "pyproject.toml" else {"ruff": document}
            limits += [
                tools[name].get("line-length") for name in ("black", "ruff") if name in tools
            ]
    if not limits:
        return None
    return max((limit for limit in limits if isinstance(limit, int)), default=DEFAULT)
