"""Edits of one file by its statements, for passes that know what stands in it."""

from __future__ import annotations

import ast

from transformer.edits import Rewrite, Splice
from transformer.formats.python.text import Text


class Draft:
    """The edits that a pass asks for, for the reason ``rule``.

    Raises SyntaxError, ValueError or RecursionError for a file that Python cannot read.
    """

    def __init__(self, path: str, raw: bytes, rule: str) -> None:
        self.path = path
        self.rule = rule
        self.text = Text(raw)
        self.module = ast.parse(raw)
        self._splices: list[Splice] = []

    def replace(self, node: ast.AST, text: str) -> None:
        self.splice(self.text.start(node), self.text.end(node), text)

    def splice(self, start: int, end: int, text: str) -> None:
        """Replace a range of :attr:`Text.content`."""
        self._splices.append(self.text.splice(start, end, text, self.rule))

    def remove(self, node: ast.AST) -> None:
        """Take out the lines of a statement, or of an element of a list that is alone on its lines.

        Blank lines do not pile up where it stood.
        """
        text = self.text
        start = text.line_start(text.start(node))
        end = text.next_line(text.end(node))
        above, below = self._blank_above(start), self._blank_below(end)
        at_edge = text.content[:above].rstrip().endswith((b":", b"[", b"("))
        at_edge = at_edge or above == 0 or below == len(text.content)
        blank = b"" if at_edge else max(text.content[above:start], text.content[end:below], key=len)
        self.splice(above, below, blank.decode().replace("\r\n", "\n"))

    def _blank_above(self, at: int) -> int:
        while at > 0:
            previous = self.text.line_start(at - 1)
            if self.text.content[previous:at].strip():
                break
            at = previous
        return at

    def _blank_below(self, at: int) -> int:
        while at < len(self.text.content):
            following = self.text.next_line(at)
            if self.text.content[at:following].strip():
                break
            at = following
        return at

    @property
    def rewrite(self) -> Rewrite | None:
        """The change, or None where nothing is asked for."""
        return Rewrite(self.path, tuple(self._splices)) if self._splices else None
