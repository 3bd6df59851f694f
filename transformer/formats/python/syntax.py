"""Python source as a syntax tree, also where it is newer than the Python that runs usershift.

Since Python 3.12 an f-string may hold any expression (PEP 701), and since Python 3.14 the classes
behind ``except`` need no brackets (PEP 758). ``ast`` of an older Python reads neither. It says on
which line it finds such classes, and their commas are read as ``|``. Where f-strings are, which are
left out of the tree, is known from LibCST, which reads them on every Python. Every other place
keeps its line and column.
"""

from __future__ import annotations

import ast
import io
import re
import sys
import tokenize
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from transformer.formats.python.nesting import check_depth

if TYPE_CHECKING:
    import libcst as cst

Spans: TypeAlias = tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Parsed:
    """``masked`` are the byte ranges of the f-strings that the tree does not show."""

    tree: ast.Module
    masked: Spans = ()


# Each is found by reading the file up to it.
MAX_COMMAS = 100
_F_STRING = re.compile(rb"""(?i)(?<!\w)(?:f|fr|rf)["']""")
_EXCEPT = re.compile(rb"[ \t]*except\b[ \t]*\*?")
_DEPTH = {ord("("): 1, ord("["): 1, ord("{"): 1, ord(")"): -1, ord("]"): -1, ord("}"): -1}


def parse(source: bytes, filename: str = "<unknown>") -> Parsed:
    """Raises SyntaxError, ValueError, RecursionError or MemoryError as ``ast.parse`` does."""
    if not source.isascii():
        _check_encoding(source)
    try:
        return Parsed(ast.parse(source, filename))
    except SyntaxError:
        if sys.version_info >= (3, 14):
            raise
    commas: list[int] = []
    spans: Spans = ()
    while True:
        try:
            tree = ast.parse(mask(joined(source, commas), spans), filename)
            break
        except SyntaxError as error:
            found = _commas(source, error.lineno or 0, commas)
            if found and len(commas) < MAX_COMMAS:
                commas += found
            elif spans or sys.version_info >= (3, 12) or not (spans := f_strings(source)):
                raise
    _split(tree, source, commas)
    return Parsed(tree, spans)


def _commas(source: bytes, line: int, known: Sequence[int]) -> list[int]:
    """The commas between the classes of an ``except`` without brackets that begins on a line."""
    start = 0
    for _ in range(line - 1):
        start = source.find(b"\n", start) + 1
    handler = _EXCEPT.match(source, start)
    if handler is None or any(at >= start and at < source.find(b"\n", start) for at in known):
        return []
    found, depth = [], 0
    for at in range(handler.end(), len(source)):
        depth += _DEPTH.get(source[at], 0)
        if not depth and source[at] == ord(","):
            found.append(at)
        elif not depth and source[at] in b":\n":
            break
    return found


def _check_encoding(source: bytes) -> None:
    """Raises SyntaxError and ValueError.

    Python before 3.12 lets bytes through in a comment that its encoding does not have.
    """
    try:
        source.decode(tokenize.detect_encoding(io.BytesIO(source).readline)[0])
    except LookupError as error:
        raise SyntaxError(str(error)) from None


def read_newer(source: bytes) -> cst.Module | None:
    """What LibCST reads, which knows the newest syntax.

    None where it cannot, or where the source is nested too deep to be given to it.
    """
    import libcst as cst

    try:
        check_depth(source)
        return cst.parse_module(source)
    except (cst.ParserSyntaxError, SyntaxError, LookupError, ValueError, RecursionError):
        return None


def f_strings(source: bytes) -> Spans:
    """The byte ranges of the outermost f-strings.

    Nothing where LibCST cannot read the file, or where it is nested too deep to be given to it.
    """
    if not _F_STRING.search(source):
        return ()
    import libcst as cst
    from libcst.metadata import ByteSpanPositionProvider, MetadataWrapper

    module = read_newer(source)
    if module is None or module.encoding not in ("utf-8", "utf8") or module.bytes != source:
        return ()
    positions = MetadataWrapper(module, unsafe_skip_copy=True).resolve(ByteSpanPositionProvider)
    return _outermost(
        [
            (span.start, span.start + span.length)
            for node, span in positions.items()
            if isinstance(node, cst.FormattedString)
        ]
    )


def _outermost(found: list[tuple[int, int]]) -> Spans:
    found.sort(key=lambda each: (each[0], -each[1]))
    outermost: list[tuple[int, int]] = []
    for start, end in found:
        if not outermost or start >= outermost[-1][1]:
            outermost.append((start, end))
    return tuple(outermost)


def joined(source: bytes, commas: Sequence[int]) -> bytes:
    """The source with ``|`` for each of the commas."""
    changed = bytearray(source)
    for at in commas:
        changed[at : at + 1] = b"|"
    return bytes(changed)


def _split(tree: ast.Module, source: bytes, commas: Sequence[int]) -> None:
    """Make tuples again of the handlers whose commas were read as ``|``."""
    if not commas:
        return
    lines = {source.count(b"\n", 0, at) + 1 for at in commas}
    for node in ast.walk(tree):
        if isinstance(node, ast.ExceptHandler) and node.type and node.type.lineno in lines:
            caught: list[ast.expr] = []
            left = node.type
            while isinstance(left, ast.BinOp) and isinstance(left.op, ast.BitOr):
                caught.insert(0, left.right)
                left = left.left
            if caught:
                elements = [left, *caught]
                node.type = ast.copy_location(ast.Tuple(elements, ast.Load()), node.type)


def mask(source: bytes, spans: Spans) -> bytes:
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
