"""A Python file's text as bytes, with the places that ``ast`` speaks of.

``ast`` counts columns in UTF-8 bytes, after the byte order mark, whatever the encoding is.
Edits are made in UTF-8 and given back as splices of the file's own bytes.
"""

from __future__ import annotations

import ast
import io
import re
import tokenize
from bisect import bisect_right
from functools import cached_property

from transformer.edits import Splice

BOM = b"\xef\xbb\xbf"


class Text:
    """``content`` is the file in UTF-8 without a byte order mark.

    Raises SyntaxError for an unknown encoding and UnicodeDecodeError (a ValueError) for bytes that
    are not of it.
    """

    def __init__(self, raw: bytes) -> None:
        self.raw = raw
        self.encoding = tokenize.detect_encoding(io.BytesIO(raw).readline)[0]
        self.plain = self.encoding in ("utf-8", "utf-8-sig")
        body = raw[len(BOM) :] if raw.startswith(BOM) else raw
        self.content = body if self.plain else body.decode(self.encoding).encode()

    @cached_property
    def starts(self) -> list[int]:
        """Byte offset of the start of each line, as Python's tokenizer splits lines."""
        starts = [0]
        for line in self.content.splitlines(keepends=True):
            starts.append(starts[-1] + len(line))
        return starts

    @cached_property
    def newline(self) -> str:
        """The line ending that the file uses: that of its first line."""
        first = self.content.splitlines(keepends=True)[:1]
        for ending in ("\r\n", "\n", "\r"):
            if first and first[0].endswith(ending.encode()):
                return ending
        return "\n"

    @cached_property
    def indent(self) -> str:
        """One step of indentation: that of the first indented line after a colon."""
        found = re.search(rb":[ \t]*(?:#[^\r\n]*)?(?:\r\n|\r|\n)([ \t]+)\S", self.content)
        return found[1].decode() if found else "    "

    @cached_property
    def quote(self) -> str:
        """The quote that the file prefers for short strings."""
        single = len(re.findall(rb"(?<!['\w\\])'[^'\"\r\n]*'(?!')", self.content))
        double = len(re.findall(rb'(?<!["\w\\])"[^\'"\r\n]*"(?!")', self.content))
        return "'" if single > double else '"'

    def offset(self, line: int, column: int) -> int:
        return self.starts[line - 1] + column

    def start(self, node: ast.AST) -> int:
        return self.offset(node.lineno, node.col_offset)  # type: ignore[attr-defined]

    def end(self, node: ast.AST) -> int:
        return self.offset(node.end_lineno, node.end_col_offset)  # type: ignore[attr-defined]

    def segment(self, node: ast.AST) -> str:
        """The source of a node."""
        return self.content[self.start(node) : self.end(node)].decode()

    def line_start(self, offset: int) -> int:
        return self.starts[bisect_right(self.starts, offset) - 1]

    def line_end(self, offset: int) -> int:
        """Where the line ends, before its line break."""
        index = bisect_right(self.starts, offset)
        end = self.starts[index] if index < len(self.starts) else len(self.content)
        return len(self.content[:end].rstrip(b"\r\n")) if end > offset else end

    def next_line(self, offset: int) -> int:
        """Where the line after the one of ``offset`` starts."""
        index = bisect_right(self.starts, offset)
        return self.starts[index] if index < len(self.starts) else len(self.content)

    def line(self, number: int) -> str:
        """A line by its number from 1, without its line break."""
        start = self.starts[number - 1]
        return self.content[start : self.line_end(start)].decode()

    def above_comments(self, at: int) -> int:
        """Where the comment lines start that stand right above the line starting at ``at``."""
        line = self.content[at : self.line_end(at)]
        indent = line[: len(line) - len(line.lstrip())]
        while at > 0:
            previous = self.line_start(at - 1)
            if not self.content[previous:at].startswith(indent + b"#"):
                break
            at = previous
        return at

    def indentation(self, node: ast.AST) -> str:
        """What stands before the first thing on the line where ``node`` starts."""
        line = self.line(node.lineno)  # type: ignore[attr-defined]
        return line[: len(line) - len(line.lstrip())]

    def splice(self, start: int, end: int, replacement: str, rule: str) -> Splice:
        """A splice of the file's own bytes; ``replacement`` has ``\\n`` line endings.

        Raises UnicodeEncodeError where the file's encoding cannot hold the replacement.
        """
        if self.newline != "\n":
            replacement = replacement.replace("\n", self.newline)
        shift = len(BOM) if self.raw.startswith(BOM) else 0
        if not self.plain:
            start, end = (
                len(self.content[:at].decode().encode(self.encoding)) for at in (start, end)
            )
        encoding = "utf-8" if self.plain else self.encoding
        return Splice(start + shift, end + shift, replacement.encode(encoding), rule)
