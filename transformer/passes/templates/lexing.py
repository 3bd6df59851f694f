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
        return self.kind in {PieceKind.VARIABLE, PieceKind.TAG}

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


_JINJA = re.compile(
    rb"(?P<comment>\{#.*?#\})"
    rb"|(?P<raw>\{%[-+]?\s*raw\s*-?%\}.*?\{%[-+]?\s*endraw\s*[-+]?%\})"
    rb'|(?P<tag>\{%(?:"[^"\\]*(?:\\.[^"\\]*)*"|\'[^\'\\]*(?:\\.[^\'\\]*)*\'|(?!%\}).)*?%\})'
    rb'|(?P<variable>\{\{(?:"[^"\\]*(?:\\.[^"\\]*)*"|\'[^\'\\]*(?:\\.[^\'\\]*)*\'|(?!\}\}).)*?\}\})',
    re.DOTALL,
)
_JINJA_KINDS = {
    "comment": PieceKind.INERT,
    "raw": PieceKind.INERT,
    "tag": PieceKind.TAG,
    "variable": PieceKind.VARIABLE,
}


def jinja_pieces(source: bytes) -> list[Piece]:
    return list(_jinja_pieces(source))


def _jinja_pieces(source: bytes) -> Iterator[Piece]:
    at = 0
    for found in _JINJA.finditer(source):
        if found.start() > at:
            yield Piece(PieceKind.TEXT, at, source[at : found.start()])
        yield Piece(_JINJA_KINDS[str(found.lastgroup)], found.start(), found[0])
        at = found.end()
    if at < len(source):
        yield Piece(PieceKind.TEXT, at, source[at:])
