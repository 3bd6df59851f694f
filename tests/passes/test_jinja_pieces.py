"""Jinja templates cut into pieces, broken ones too."""

from __future__ import annotations

import pytest

from transformer.passes.templates.lexing import PieceKind, jinja_pieces

PIECES = {
    "strings that hold an end": (b"{{ a(\"}}\", '}}') }}x", [b"{{ a(\"}}\", '}}') }}", b"x"]),
    "a quote that is not closed": (b"{% if 'a %}xy{% b %}", [b"{% if 'a %}", b"xy", b"{% b %}"]),
    "a comment that is not closed": (b"a{#b{{ c }}", [b"a{#b", b"{{ c }}"]),
    "a tag that is not closed": (b"a{% b {{ c }}", [b"a{% b ", b"{{ c }}"]),
    "raw": (b"{% raw %}{{ a }}{% endraw %}b", [b"{% raw %}{{ a }}{% endraw %}", b"b"]),
    "raw without an end": (b"{% raw %}{{ a }}", [b"{% raw %}", b"{{ a }}"]),
}  # fmt: skip


@pytest.mark.parametrize("what", PIECES)
def test_pieces(what: str) -> None:
    source, pieces = PIECES[what]
    assert [piece.source for piece in jinja_pieces(source)] == pieces


@pytest.mark.parametrize("opening", [b"{% ", b"{{ "])
def test_many_strings_in_a_tag_that_is_not_closed(opening: bytes) -> None:
    """Each could be a string or two quotes: in all combinations they would never be read."""
    source = opening + b"\"a\" 'b' " * 5000
    (piece,) = jinja_pieces(source + b"\n")
    assert piece.kind is PieceKind.TEXT
