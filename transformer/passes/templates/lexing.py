"""Templates cut into pieces, each with its place in the file's bytes.

Django's own lexer does it (``django.template.base.DebugLexer``); it needs no settings and lets any
tag through. Jinja's lexer keeps no positions (it normalises newlines and drops stripped space), so
Jinja templates have a small scanner for the same delimiters. Bytes are read as Latin-1: every byte
is one character there, so an index in the text is an offset in the file, whatever its encoding.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property


class PieceKind(enum.Enum):
    """``INERT`` is what the engine does not interpret: comments, ``verbatim`` and ``raw``."""

    TEXT = "text"
    VARIABLE = "variable"
    TAG = "tag"
    INERT = "inert"


STRING = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"|\'[^\'\\]*(?:\\.[^\'\\]*)*\'', re.DOTALL)
_NAME = re.compile(rb"\{%[-+]?\s*(\w+)")


@dataclass(frozen=True)
class Quoted:
    """A string constant inside a tag: ``start:end`` are the bytes between its quotes."""

    start: int
    end: int
    value: str
    piece: Piece


@dataclass(frozen=True)
class Piece:
    """``start:end`` of a file, delimiters included."""

    kind: PieceKind
    start: int
    source: bytes

    @property
    def end(self) -> int:
        return self.start + len(self.source)

    @property
    def is_code(self) -> bool:
        return self.kind is PieceKind.VARIABLE or self.kind is PieceKind.TAG

    @cached_property
    def tag(self) -> str:
        """The name of the tag; empty for everything else."""
        found = _NAME.match(self.source) if self.kind is PieceKind.TAG else None
        return found[1].decode("latin-1") if found else ""

    @cached_property
    def code(self) -> bytes:
        """The source with the insides of its strings blanked: same length, same offsets."""
        return STRING.sub(lambda m: m[0][:1] + b" " * (len(m[0]) - 2) + m[0][-1:], self.source)

    @cached_property
    def strings(self) -> tuple[Quoted, ...]:
        if not self.is_code:
            return ()
        return tuple(
            Quoted(self.start + m.start() + 1, self.start + m.end() - 1, _text(m[0][1:-1]), self)
            for m in STRING.finditer(self.source)
        )


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "replace")


def django_pieces(source: bytes) -> list[Piece]:
    from django.template.base import DebugLexer, TokenType

    kinds = {
        TokenType.TEXT: PieceKind.TEXT,
        TokenType.VAR: PieceKind.VARIABLE,
        TokenType.BLOCK: PieceKind.TAG,
        TokenType.COMMENT: PieceKind.INERT,
    }
    pieces = []
    closing = ""
    lexer = DebugLexer(source.decode("latin-1"))  # type: ignore[no-untyped-call]
    for token in lexer.tokenize():  # type: ignore[no-untyped-call]
        start, end = token.position
        kind = kinds[token.token_type]
        name = token.contents.split(None, 1)[0] if kind is PieceKind.TAG and token.contents else ""
        if closing:
            if name == closing or token.contents == closing:
                closing = ""
            else:
                kind = PieceKind.INERT
        elif name == "comment":
            closing = "endcomment"
        elif name == "verbatim":
            # The lexer ends the block at exactly this text, with the block's own name.
            closing = "end" + token.contents
        pieces.append(Piece(kind, start, source[start:end]))
    return pieces


_OPENING = re.compile(rb"\{[#%{]")
_RAW = re.compile(rb"\{%[-+]?\s*raw\s*-?%\}")
_ENDRAW = re.compile(rb"\{%[-+]?\s*endraw\s*[-+]?%\}")
_CLOSING = {b"{#": b"#}", b"{%": b"%}", b"{{": b"}}"}
# What stands in a string closes nothing. One alternative for each quote: with two, a long tag that
# is not closed would be read in every combination of them.
_CODE_END = {
    opening: re.compile(rb"(?:%s)|(%s)" % (STRING.pattern, closing), re.DOTALL)
    for opening, closing in ((b"{%", rb"%\}"), (b"{{", rb"\}\}"))
}
_JINJA_KINDS = {
    b"{#": PieceKind.INERT,
    b"{%": PieceKind.TAG,
    b"{{": PieceKind.VARIABLE,
}


def jinja_pieces(source: bytes) -> list[Piece]:
    return list(_jinja_pieces(source))


def _jinja_pieces(source: bytes) -> Iterator[Piece]:
    at = tried = 0
    unclosed: set[bytes] = set()
    while opening := _OPENING.search(source, tried):
        start, sign = opening.start(), opening[0]
        closed = -1 if sign in unclosed else source.find(_CLOSING[sign], opening.end())
        if closed < 0:
            unclosed.add(sign)
            tried = start + 1
            continue
        if start > at:
            yield Piece(PieceKind.TEXT, at, source[at:start])
        kind = _JINJA_KINDS[sign]
        at = closed + 2
        if raw := _RAW.match(source, start):
            if end := _ENDRAW.search(source, raw.end()):
                kind, at = PieceKind.INERT, end.end()
        elif sign in _CODE_END:
            ends = (m.end() for m in _CODE_END[sign].finditer(source, start + 2) if m[1])
            at = next(ends, at)
        tried = at
        yield Piece(kind, start, source[start:at])
    if at < len(source):
        yield Piece(PieceKind.TEXT, at, source[at:])
