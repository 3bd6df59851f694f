"""A Python file's text as bytes, with the places that ``ast`` speaks of.

``ast`` counts columns in UTF-8 bytes, after the byte order mark, whatever the encoding is.
Edits are made in UTF-8 and given back as splices of the file's own bytes.

Lines that come or go between statements are spliced here: no statement changes by that, and LibCST
would have to read the block around it, most often the module, only to count comments and blank
lines to the statement below. What goes along with a statement is decided here either way.
"""

from __future__ import annotations

import ast
import io
import re
import tokenize
from bisect import bisect_right
from collections.abc import Sequence
from functools import cached_property

from transformer.edits import Splice

BOM = b"\xef\xbb\xbf"


class Text:
    """``content`` is the file in UTF-8 without a byte order mark.

    Without an ``encoding``, the file itself says which it is, as Python files do.

    Raises SyntaxError for an unknown encoding and UnicodeDecodeError (a ValueError) for bytes that
    are not of it.
    """

    def __init__(self, raw: bytes, encoding: str = "") -> None:
        self.raw = raw
        self.encoding = encoding or tokenize.detect_encoding(io.BytesIO(raw).readline)[0]
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

    def quote_of(self, node: ast.AST) -> str:
        """The quote of the first string in ``node``, else that of the file."""
        for part in ast.walk(node):
            if isinstance(part, ast.Constant) and isinstance(part.value, str):
                quote = self.content[self.start(part) :][:1].decode("latin-1")
                if quote in ("'", '"'):
                    return quote
        return self.quote

    def segment(self, node: ast.AST) -> str:
        """The source of a node."""
        return self.content[self.start(node) : self.end(node)].decode()

    def line_start(self, offset: int) -> int:
        return self.starts[bisect_right(self.starts, offset) - 1]

    def line_end(self, offset: int) -> int:
        """Where the line ends, before its line break."""
        index = bisect_right(self.starts, offset)
        end = self.starts[index] if index < len(self.starts) else len(self.content)
        start = self.starts[index - 1]
        return start + len(self.content[start:end].rstrip(b"\r\n")) if end > offset else end

    def next_line(self, offset: int) -> int:
        """Where the line after the one of ``offset`` starts."""
        index = bisect_right(self.starts, offset)
        return self.starts[index] if index < len(self.starts) else len(self.content)

    def starts_line(self, node: ast.AST) -> bool:
        """Whether nothing stands before ``node`` on its line."""
        start = self.start(node)
        return not self.content[self.line_start(start) : start].strip()

    def shares_line(self, node: ast.AST) -> bool:
        """Whether other code stands on the first or on the last line of ``node``."""
        end = self.end(node)
        after = self.content[end : self.line_end(end)].strip()
        return not self.starts_line(node) or (bool(after) and not after.startswith(b"#"))

    def lines(self, statement: ast.stmt) -> tuple[int, int]:
        """From the start of its first line, decorators included, to the start of the next one."""
        decorators: list[ast.expr] = getattr(statement, "decorator_list", [])
        first = min([statement.lineno, *(each.lineno for each in decorators)])
        return (self.starts[first - 1], self.next_line(self.end(statement)))

    def line(self, number: int) -> str:
        """A line by its number from 1, without its line break."""
        start = self.starts[number - 1]
        return self.content[start : self.line_end(start)].decode()

    def above(self, statement: ast.stmt) -> int:
        """Where a line above a statement goes: above its decorators and its comments."""
        return self.above_comments(self.lines(statement)[0])

    def below(self, statement: ast.stmt) -> tuple[int, str]:
        """Where a line below a statement goes, and the line break that is missing before it."""
        at = self.next_line(self.end(statement))
        return (at, "" if self.content.endswith((b"\n", b"\r"), 0, at) else "\n")

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

    def removal_from_line(
        self, statement: ast.stmt, kept: Sequence[ast.stmt]
    ) -> tuple[int, int, str]:
        """The edit that takes a statement from a line where others of its block stay.

        ``pass`` stands in where only the head of the block does: ``if x: statement``.
        """
        start, end = self.start(statement), self.end(statement)
        behind = (s for s in kept if s.lineno == statement.end_lineno and self.start(s) >= end)
        before = [s for s in kept if s.end_lineno == statement.lineno and self.end(s) <= start]
        if (following := next(behind, None)) is not None:
            return (start, self.start(following), "")
        return (self.end(before[-1]), end, "") if before else (start, end, "pass")

    def removal(self, start: int, end: int) -> tuple[int, int]:
        """The lines ``start:end`` that are to go, with the blank ones that go along.

        As many stay as stood on the side that had more, and none at the head of a block or at an
        end of the file.
        """
        first, last, above, below = start, end, 0, 0
        while first > 0 and not self.content[self.line_start(first - 1) : first].strip():
            first, above = self.line_start(first - 1), above + 1
        while last < len(self.content) and not self.content[last : self.line_end(last)].strip():
            last, below = self.next_line(last), below + 1
        line = self.content[self.line_start(max(first - 1, 0)) : first].partition(b"#")[0]
        if first == 0 or last == len(self.content) or line.rstrip().endswith(b":"):
            return (first, last)
        for _ in range(min(above, below)):
            end = self.next_line(end)
        return (start, end)

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
