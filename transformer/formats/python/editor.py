"""Edits of one file by its statements, for passes that know what stands in it."""

from __future__ import annotations

import ast

from transformer.edits import Rewrite, Splice
from transformer.formats.elements import Elements
from transformer.formats.python.text import Text


class Editor:
    """The edits that a pass asks for, for the reason ``rule``.

    Raises SyntaxError, ValueError or RecursionError for a file that Python cannot read.
    """

    def __init__(self, path: str, raw: bytes, rule: str) -> None:
        self.path = path
        self.rule = rule
        self.text = Text(raw)
        self.module = ast.parse(raw)
        self._splices: list[Splice] = []

    def splice(self, start: int, end: int, text: str) -> None:
        """Replace a range of :attr:`Text.content`."""
        self._splices.append(self.text.splice(start, end, text, self.rule))

    def replace(self, node: ast.AST, text: str) -> None:
        self.splice(self.text.start(node), self.text.end(node), text)

    def remove(self, statement: ast.stmt) -> None:
        """Take out the lines of a statement."""
        self.splice(*self.text.removal(*self.text.lines(statement)), "")

    def edit(self, elements: Elements) -> None:
        """Have a list, or an import, as ``elements`` are by now."""
        for edit in elements.edits():
            self.splice(*edit)

    @property
    def rewrite(self) -> Rewrite | None:
        """The change, or None where nothing is asked for."""
        return Rewrite(self.path, tuple(self._splices)) if self._splices else None
