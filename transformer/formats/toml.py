"""TOML as plain values, and the places of its arrays, which no parser of TOML keeps."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from typing import Any

from transformer.formats.nodes import Items, Scalar

if sys.version_info >= (3, 11):
    from tomllib import loads as loads
else:
    from tomli import loads as loads

_HEAD = re.compile(rb"^[ \t]*(?:\[([\w.\"' -]+)\]|([\w-]+)[ \t]*=[ \t]*(?=\[))", re.MULTILINE)
_TOKEN = re.compile(rb"#[^\n]*|\"(?:\\.|[^\"\\])*\"|'[^']*'|[\[\]]")


def parse_toml(content: bytes) -> dict[str, Any]:
    """The document as plain dicts and lists; an empty dict where it is not TOML."""
    try:
        return loads(content.decode("utf-8", "replace"))
    except (ValueError, RecursionError):
        return {}


def arrays(source: bytes) -> Iterator[tuple[tuple[str, ...], Items]]:
    """The arrays that bare keys have for values: (table…, key), and the strings in the array."""
    table: tuple[str, ...] = ()
    at = 0
    while found := _HEAD.search(source, at):
        at = found.end()
        if found[1] is not None:
            table = tuple(part.strip(" \"'") for part in found[1].decode().split("."))
        elif array := _array(source, at):
            yield (*table, found[2].decode()), array
            at = array.end
        else:
            return


def _array(source: bytes, start: int) -> Items | None:
    """The array that begins at ``start``; None where it does not end."""
    strings: list[Scalar] = []
    depth = 0
    for token in _TOKEN.finditer(source, start):
        first, last = token.span()
        match source[first : first + 1]:
            case b"[":
                depth += 1
            case b"]":
                depth -= 1
                if depth == 0:
                    return Items(tuple(strings), start, last)
            case b'"' | b"'":
                text = token[0][1:-1].decode("utf-8", "replace")
                strings.append(Scalar(first + 1, last - 1, text, quoted=True))
    return None
