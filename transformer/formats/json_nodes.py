"""JSON with positions.

The standard library's decoder keeps none, and the parsers that do build the whole document. Here
the elements of a top-level list come one at a time: only brackets and strings are looked at to find
where an element ends, and only one that mentions ``auth`` is parsed. So a dump of any size takes
the memory of its largest element.
"""

from __future__ import annotations

import json
import re
from codecs import BOM_UTF8
from collections.abc import Iterator

from transformer.contents import View
from transformer.formats.nodes import (
    MAX_DEPTH,
    WORTH_PARSING,
    Items,
    Mapping,
    Node,
    Scalar,
    Unparsable,
)

_SPACE = re.compile(rb"[ \t\r\n]*")
_STRING = rb'"[^"\\]*(?:\\.[^"\\]*)*"'
# A quote alone begins a string without an end: else all that follows is searched from each quote.
_BRACKETS = re.compile(_STRING + rb'|[\[\]{}"]', re.DOTALL)
_TOKEN = re.compile(
    rb"[ \t\r\n]*(?:(?P<string>" + _STRING + rb")|(?P<mark>[\[\]{},:])"
    rb"|(?P<other>-?Infinity|NaN|true|false|null|-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?))",
    re.DOTALL,
)


def values(view: View, lines: bool = False) -> Iterator[Node]:
    """Every element of the top-level list that mentions ``auth``; a top-level mapping as it is.

    With ``lines`` the file is JSON Lines: one value after the other. Raises Unparsable.
    """
    at = _skip(view, 0)
    if view[at : at + 1] == b"[" and not lines:
        at = _skip(view, at + 1)
        while view[at : at + 1] != b"]":
            end = _end(view, at)
            yield from _mentioning(view, at, end)
            at = _skip(view, end)
            if view[at : at + 1] == b",":
                at = _skip(view, at + 1)
            elif view[at : at + 1] != b"]":
                raise Unparsable(f"a comma is missing at byte {at}")
        at = _skip(view, at + 1)
    else:
        while at < len(view):
            end = _end(view, at)
            yield from _mentioning(view, at, end)
            at = _skip(view, end)
            if not lines:
                break
    if at < len(view):
        raise Unparsable(f"something follows the end of the data at byte {at}")


def document(source: bytes, base: int = 0) -> Node:
    """One whole value that starts at the byte ``base`` of its file. Raises Unparsable."""
    node, at = _value(source, len(BOM_UTF8) if source.startswith(BOM_UTF8) else 0, base)
    if source[at:].strip():
        raise Unparsable(f"something follows the end of the data at byte {base + at}")
    return node


def _skip(view: View, at: int) -> int:
    found = _SPACE.match(view, at)
    return found.end() if found else at


def _end(view: View, start: int) -> int:
    """Where the value that starts at ``start`` ends."""
    if view[start : start + 1] not in {b"[", b"{"}:
        token = _TOKEN.match(view, start)
        if token is None or token["mark"]:
            raise Unparsable(f"no value at byte {start}")
        return token.end()
    depth = 0
    for found in _BRACKETS.finditer(view, start):
        first = view[found.start()]
        if found.end() - found.start() == 1 and first == ord('"'):
            raise Unparsable(f"the string at byte {found.start()} does not end")
        if first in b"[{":
            depth += 1
        elif first in b"]}":
            depth -= 1
            if depth == 0:
                return found.end()
    raise Unparsable(f"the value at byte {start} does not end")


def _mentioning(view: View, start: int, end: int) -> Iterator[Node]:
    source = view[start:end]
    if WORTH_PARSING.search(source):
        node, at = _value(source, 0, start)
        if at != len(source):
            raise Unparsable(f"the value at byte {start} ends at byte {start + at}")
        yield node


def _value(source: bytes, at: int, base: int, depth: int = 0) -> tuple[Node, int]:
    if depth > MAX_DEPTH:
        raise Unparsable(f"the data are nested too deep at byte {base + at}")
    kind, start, at = _token(source, at, base)
    if kind == "string":
        return _string(source, start, at, base), at
    if kind == "other":
        return Scalar(base + start, base + at, None), at
    if kind == "[":
        items: list[Node] = []
        opening = base + start
        closing, _, end = _token(source, at, base)
        if closing == "]":
            return Items((), opening, base + end), end
        while True:
            item, at = _value(source, at, base, depth + 1)
            items.append(item)
            kind, start, at = _token(source, at, base)
            if kind == "]":
                return Items(tuple(items), opening, base + at), at
            _expect(kind == ",", base + start)
    _expect(kind == "{", base + start)
    pairs: list[tuple[Scalar, Node]] = []
    kind, start, end = _token(source, at, base)
    if kind == "}":
        return Mapping(()), end
    while True:
        kind, start, at = _token(source, at, base)
        _expect(kind == "string", base + start)
        key = _string(source, start, at, base)
        kind, start, at = _token(source, at, base)
        _expect(kind == ":", base + start)
        value, at = _value(source, at, base, depth + 1)
        pairs.append((key, value))
        kind, start, at = _token(source, at, base)
        if kind == "}":
            return Mapping(tuple(pairs)), at
        _expect(kind == ",", base + start)


def _token(source: bytes, at: int, base: int) -> tuple[str, int, int]:
    """Kind (a mark is its own kind), start and end of the next token."""
    found = _TOKEN.match(source, at)
    if found is None:
        raise Unparsable(f"no JSON at byte {base + at}")
    kind = str(found.lastgroup)
    start, end = found.span(kind)
    return (source[start:end].decode() if kind == "mark" else kind), start, end


def _string(source: bytes, start: int, end: int, base: int) -> Scalar:
    try:
        value = source[start + 1 : end - 1].decode()
        if "\\" in value:
            value = json.loads(f'"{value}"', strict=False)
    except ValueError as error:
        raise Unparsable(f"a string at byte {base + start}: {error}") from None
    return Scalar(base + start + 1, base + end - 1, value, quoted=True)


def _expect(holds: bool, at: int) -> None:
    if not holds:
        raise Unparsable(f"no JSON at byte {at}")
