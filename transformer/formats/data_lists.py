"""One more element in a list of a data file, in the list's own style, as byte splices.

JSON, TOML and YAML lists look alike to this module: brackets, elements, commas, comments.
YAML's block lists, one ``- item`` a line, have no brackets.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass

from transformer.edits import Splice
from transformer.formats import json_nodes, toml, yaml_nodes
from transformer.formats.nodes import Items, Mapping, Scalar, Unparsable

_STRING = re.compile(rb"""[rRuUbBfF]{0,2}(["'])""")


@dataclass(frozen=True)
class Element:
    """``text`` is the string that the element is; None where it is something else."""

    start: int
    end: int
    text: str | None


@dataclass(frozen=True)
class Listing:
    """The bytes ``start:end`` of a file; ``block`` for YAML's ``- item`` lines."""

    start: int
    end: int
    elements: tuple[Element, ...]
    block: bool = False
    lone_comma: bool = False


def offset(content: bytes, line: int, column: int) -> int:
    """The byte offset of a position: line from 1, column in bytes from 0."""
    at = 0
    for _ in range(line - 1):
        at = content.index(b"\n", at) + 1
    # ast counts the columns of a file's first line behind the byte order mark.
    return at + column + (3 if line == 1 and content.startswith(b"\xef\xbb\xbf") else 0)


def listing_at(
    content: bytes, path: str, start: tuple[int, int], end: tuple[int, int]
) -> Listing | None:
    """The list between two positions; None where the file no longer has one there."""
    wanted = offset(content, *start), offset(content, *end)
    with suppress(Unparsable):
        for found in _lists(content, path):
            if (found.start, found.end) == wanted:
                strings = [item for item in found.items if isinstance(item, Scalar)]
                elements = tuple(Element(*item.outer, item.value) for item in strings)
                return Listing(found.start, found.end, elements, found.block)
    return None


def _lists(content: bytes, path: str) -> Iterator[Items]:
    """Every list of a file. Raises Unparsable."""
    if path.endswith(".toml"):
        yield from (array for _, array in toml.arrays(content))
        return
    stack = [json_nodes.document(content)] if path.endswith(".json") else []
    stack += yaml_nodes.documents(content) if not stack else ()
    while stack:
        node = stack.pop()
        if isinstance(node, Mapping):
            stack += [value for _, value in node.pairs]
        elif isinstance(node, Items):
            yield node
            stack += node.items


def insert(
    content: bytes, listing: Listing, text: str, follows: Callable[[str], bool], rule: str
) -> tuple[Splice, ...]:
    """The splices that write ``text`` behind the last element that ``follows`` accepts.

    Behind the last of all where it accepts none.
    """
    neighbours = [e for e in listing.elements if e.text is not None and follows(e.text)]
    known = neighbours or list(listing.elements)
    after = known[-1] if known else None
    item = _quoted(content, listing, after, text)
    newline = b"\r\n" if b"\r\n" in content else b"\n"
    if after is None:
        return (_into_empty(content, listing, item, newline, rule),)
    if listing.block:
        return (_block_line(content, after, item, newline, rule),)
    return _behind(content, listing, after, item, newline, rule)


def _quoted(content: bytes, listing: Listing, after: Element | None, text: str) -> bytes:
    """The text with the quotes of its neighbour, else of the list, else of the file."""
    for element in [after, *listing.elements]:
        if element is not None and element.text is not None:
            match = _STRING.match(content, element.start)
            if match is None:
                return text.encode()
            return match[1] + text.encode() + match[1]
    quote = b"'" if content.count(b"'") > content.count(b'"') else b'"'
    return quote + text.encode() + quote


def _line_start(content: bytes, at: int) -> int:
    return content.rfind(b"\n", 0, at) + 1


def _line_end(content: bytes, at: int) -> int:
    """The end of the line without its newline."""
    end = content.find(b"\n", at)
    end = len(content) if end < 0 else end
    return end - 1 if content[:end].endswith(b"\r") and end > at else end


def _indentation(content: bytes, at: int) -> bytes | None:
    """The white space before ``at`` where nothing else stands before it on its line."""
    before = content[_line_start(content, at) : at]
    return before if not before.strip() else None


def _block_line(content: bytes, after: Element, item: bytes, newline: bytes, rule: str) -> Splice:
    line = content[_line_start(content, after.start) : after.start]
    at = _line_end(content, after.end)
    return Splice(at, at, newline + line + item, rule)


def _into_empty(content: bytes, listing: Listing, item: bytes, newline: bytes, rule: str) -> Splice:
    inside = content[listing.start + 1 : listing.end - 1]
    comma = b"," if listing.lone_comma else b""
    if b"\n" not in inside:
        at = listing.start + 1
        return Splice(at, at + len(inside), item + comma, rule)
    closing = listing.end - 1
    line = _line_start(content, closing)
    outer = content[line:closing]
    comment = re.search(rb"^([ \t]*)#", inside, re.M)
    indent = comment[1] if comment else outer + b"    "
    return Splice(line, line, indent + item + b"," + newline, rule)


def _behind(
    content: bytes, listing: Listing, after: Element, item: bytes, newline: bytes, rule: str
) -> tuple[Splice, ...]:
    last = after == listing.elements[-1]
    following = None if last else listing.elements[listing.elements.index(after) + 1]
    bound = following.start if following else listing.end
    comma = _comma(content, after.end, bound)
    indent = _indentation(content, after.start)
    line_end = _line_end(content, after.end)
    if indent is None or (
        comma is not None and comma < line_end and bound <= line_end and not last
    ):
        return (_inline(listing, after, comma, item, rule, last=last),)
    if comma is None:
        bracket = listing.end - 1
        if bracket <= line_end:
            return (Splice(after.end, after.end, b"," + newline + indent + item, rule),)
        return (
            Splice(after.end, after.end, b",", rule),
            Splice(line_end, line_end, newline + indent + item, rule),
        )
    if last and listing.end - 1 <= line_end:
        return (Splice(comma + 1, comma + 1, newline + indent + item + b",", rule),)
    end = _line_end(content, comma)
    return (Splice(end, end, newline + indent + item + b",", rule),)


def _inline(
    listing: Listing, after: Element, comma: int | None, item: bytes, rule: str, *, last: bool
) -> Splice:
    if last and comma is not None:
        single = listing.lone_comma and len(listing.elements) == 1
        return Splice(comma + 1, comma + 1, b" " + item + (b"" if single else b","), rule)
    return Splice(after.end, after.end, b", " + item, rule)


def _comma(content: bytes, start: int, end: int) -> int | None:
    """The comma between two offsets, outside comments."""
    for match in re.finditer(rb"#[^\n]*|,", content[start:end]):
        if match[0] == b",":
            return start + match.start()
    return None
