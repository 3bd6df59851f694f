"""The elements of a list in a data file: JSON, TOML and YAML, which has lists without brackets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress

from transformer.formats import json_nodes, toml, yaml_nodes
from transformer.formats.elements import Elements, Gap
from transformer.formats.nodes import Items, Mapping, Scalar, Unparsable
from transformer.formats.python.text import Text

ENDINGS = (".json", ".toml", ".yaml", ".yml")
_GAP = re.compile(
    r"""((?:[ \t]*(?:\#[^\r\n]*)?\r?\n)*[ \t]*,)?  ([ \t]*\#[^\r\n]*)?  ([ \t]*\r?\n)?
    ((?:[ \t]*(?:\#[^\r\n]*)?\r?\n)*)  ([ \t]*(?:-[ \t]+)*)""",
    re.VERBOSE,
)


def elements_at(
    text: Text, path: str, start: int, end: int
) -> tuple[Elements, list[str | None]] | None:
    """The list between two offsets, and the strings in it; None where none of scalars is there."""
    with suppress(Unparsable):
        for found in _lists(text.content, path):
            items = [item for item in found.items if isinstance(item, Scalar)]
            if (found.start, found.end) == (start, end) and len(items) == len(found.items):
                elements = _elements(text, path, found, [item.outer for item in items])
                return (elements, [item.value for item in items]) if elements else None
    return None


def _elements(text: Text, path: str, found: Items, spans: list[tuple[int, int]]) -> Elements | None:
    tail, comma, last = "]", ",", "" if path.endswith(".json") else ","
    start, end = found.start, found.end
    inner, close = start + 1, end - 1
    if found.block:
        # Whole lines, with the line break above the first.
        tail = comma = last = ""
        start = inner = max(text.line_start(spans[0][0]) - len(text.newline), 0)
        end = close = text.line_end(spans[-1][1])
    content = text.content
    around = zip([inner, *(b for _, b in spans)], [*(a for a, _ in spans), close], strict=True)
    gaps = [_GAP.fullmatch(content[a:b].decode()) for a, b in around]
    if not all(gaps):
        return None
    return Elements(
        content[start:end].decode(),
        [content[a:b].decode() for a, b in spans],
        [Gap(*(group or "" for group in gap.groups())) for gap in gaps if gap],
        tail,
        start,
        comma=comma,
        last_comma=last,
    )


def _lists(content: bytes, path: str) -> Iterator[Items]:
    """Every list of a file. Raises Unparsable."""
    if path.endswith(".toml"):
        yield from (array for _, array in toml.arrays(content))
        return
    stack = [json_nodes.document(content)] if path.endswith(".json") else []
    stack += yaml_nodes.documents(content) if not stack else ()
    while stack:
        node = stack.pop()
        if isinstance(node, Mapping):
            stack += [value for _, value in node.pairs]
        elif isinstance(node, Items):
            yield node
            stack += node.items
