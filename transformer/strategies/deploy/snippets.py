"""A piece of a file that a shell reads, with the place of each of its bytes in the file."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

# Jinja, Helm, GitHub Actions: an expression stands for a word, or for a part of one.
_EXPRESSION = re.compile(rb"\$?\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_ESCAPED = re.compile(rb"\\([\"$`\\])")


@dataclass(frozen=True)
class Snippet:
    """``raw`` are bytes of the file ``view``, ``code`` the same for the parser.

    ``offsets`` are their places. ``code`` differs from ``raw`` where the file's format or a
    template engine gives bytes another meaning than the shell does; it is as long. ``lines`` says
    whether a line break may be written into it, ``indent`` what its format wants after one,
    ``errexit`` whether its shell ends at the first command that fails, and ``followed`` whether
    that shell has more to do after it.
    """

    view: bytes
    raw: bytes
    code: bytes
    offsets: Sequence[int]
    lines: bool = False
    indent: bytes = b""
    errexit: bool = False
    followed: bool = False

    def inner(self, start: int, end: int, quote: bytes = b"") -> Snippet:
        """The text between the quotes of a word that another shell reads."""
        code = self.code[start:end]
        if quote == b'"':
            code = _ESCAPED.sub(rb" \1", code)
        lines = self.lines and b"\n" in code
        return Snippet(
            self.view, self.raw[start:end], code, self.offsets[start:end], lines, self.indent
        )

    def place(self, at: int) -> int:
        """The place in the file of the byte ``at``, which may be the one past the end."""
        if at < len(self.offsets):
            return self.offsets[at]
        return self.past(at)

    def past(self, end: int) -> int:
        """The place in the file that follows the byte before ``end``."""
        return self.offsets[end - 1] + 1 if end else 0


def snippet(
    view: bytes,
    start: int,
    end: int,
    code: bytes | None = None,
    *,
    lines: bool = False,
    errexit: bool = False,
    followed: bool = False,
) -> Snippet:
    """The bytes ``start:end`` of a file."""
    raw = view[start:end]
    masked = mask(raw if code is None else code)
    return Snippet(view, raw, masked, range(start, end), lines, b"", errexit, followed)


def mask(code: bytes) -> bytes:
    """Letters in place of the expressions of template engines."""
    return _EXPRESSION.sub(lambda found: b"x" * len(found[0]), code)
