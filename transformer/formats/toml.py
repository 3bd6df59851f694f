"""TOML as plain values; what cannot be parsed has none."""

from __future__ import annotations

import sys
from typing import Any

if sys.version_info >= (3, 11):
    from tomllib import loads
else:
    from tomlkit import parse

    def loads(text: str) -> dict[str, Any]:
        return parse(text).unwrap()


def parse_toml(content: bytes) -> dict[str, Any]:
    """The document as plain dicts and lists; an empty dict where it is not TOML."""
    try:
        return loads(content.decode("utf-8", "replace"))
    except ValueError:
        return {}
