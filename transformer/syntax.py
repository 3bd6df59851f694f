"""Python source as a syntax tree, also where it is newer than the Python that runs usershift.

Since Python 3.12 an f-string may hold any expression (PEP 701), which ``ast`` of an older Python
cannot read. LibCST reads it on every Python: it says where the f-strings are, and they are left out
of the tree. Every other place keeps its line and column.
"""

from __future__ import annotations

import ast
import sys
from dataclasses import dataclass


@dataclass(frozen=True)
class Parsed:
    """``masked`` are the byte ranges of the f-strings that the tree does not show."""

    tree: ast.Module
    masked: tuple[tuple[int, int], ...] = ()


def parse(source: bytes, filename: str = "<unknown>") -> Parsed:
    """Raises SyntaxError, ValueError, RecursionError or MemoryError as ``ast.parse`` does."""
    try:
        return Parsed(ast.parse(source, filename))
    except SyntaxError:
        if sys.version_info >= (3, 12):
            raise
        spans = formatted_strings(source)
        if not spans:
            raise
        return Parsed(ast.parse(mask(source, spans), filename), spans)


def formatted_strings(source: bytes) -> tuple[tuple[int, int], ...]:
    """The byte ranges of the outermost f-strings; none where LibCST cannot read the file."""
    import libcst as cst
    from libcst.metadata import ByteSpanPositionProvider, MetadataWrapper

    try:
        module = cst.parse_module(source)
    except (cst.ParserSyntaxError, ValueError, RecursionError):
        return ()
    if module.encoding not in ("utf-8", "utf8") or module.bytes != source:
        return ()
    wrapper = MetadataWrapper(module, unsafe_skip_copy=True)
    positions = wrapper.resolve(ByteSpanPositionProvider)
    found: list[tuple[int, int]] = []
    for node, span in positions.items():
        if isinstance(node, cst.FormattedString):
            found.append((span.start, span.start + span.length))
    found.sort(key=lambda each: (each[0], -each[1]))
    outermost: list[tuple[int, int]] = []
    for start, end in found:
        if not outermost or start >= outermost[-1][1]:
            outermost.append((start, end))
    return tuple(outermost)


def mask(source: bytes, spans: tuple[tuple[int, int], ...]) -> bytes:
    """The source with something plain of the same length and lines in place of each span."""
    masked = bytearray(source)
    for start, end in spans:
        text = source[start:end]
        inner = bytes(byte if byte in b"\r\n" else ord(" ") for byte in text)
        if inner.strip(b" ") == b"":
            masked[start:end] = b'"' + inner[1:-1] + b'"'
        elif inner[-3:] == b"   ":
            masked[start:end] = b'"""' + inner[3:-3] + b'"""'
        else:
            # The last line is too short for three quotes.
            masked[start:end] = b"(0" + inner[2:-1] + b")"
    return bytes(masked)
