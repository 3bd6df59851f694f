"""Lists, tuples and sets that are written in Python."""

from __future__ import annotations

import ast

from transformer.formats.data_lists import Element, Listing, offset
from transformer.formats.python.syntax import parse


def listing_at(content: bytes, start: tuple[int, int], end: tuple[int, int]) -> Listing | None:
    """The list between two positions; None where the file no longer has one there."""
    for node in ast.walk(parse(content).tree):
        if isinstance(node, ast.List | ast.Tuple | ast.Set):
            at = (node.lineno, node.col_offset, node.end_lineno, node.end_col_offset)
            if at == (*start, *end):
                elements = tuple(
                    Element(
                        offset(content, e.lineno, e.col_offset),
                        offset(content, e.end_lineno or 0, e.end_col_offset or 0),
                        e.value
                        if isinstance(e, ast.Constant) and isinstance(e.value, str)
                        else None,
                    )
                    for e in node.elts
                )
                first, last = offset(content, *start), offset(content, *end)
                return Listing(first, last, elements, lone_comma=isinstance(node, ast.Tuple))
    return None
