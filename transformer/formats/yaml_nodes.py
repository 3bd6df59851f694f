"""YAML with positions, by ruamel.yaml.

ruamel.yaml is written in Python and slow on large files. ``dumpdata`` writes one row per item of a
list that is not indented, so a large file is cut before each such item and only the items that
mention ``auth`` are parsed. Where an item does not parse alone (an alias to another one, a string
over several lines), the whole file is parsed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import accumulate

from transformer.contents import View
from transformer.formats.nodes import WORTH_PARSING, Items, Mapping, Node, Scalar, Unparsable

_ITEM = re.compile(rb"^- ", re.MULTILINE)
_CUT_FROM = 100_000


def values(view: View) -> Iterator[Node]:
    """Every item of the top-level list that mentions ``auth``; a top-level mapping as it is.

    Raises Unparsable.
    """
    if len(view) >= _CUT_FROM:
        try:
            yield from list(_of_items(view))
            return
        except Unparsable:
            pass
    for node in documents(view[:], 0):
        yield from node.items if isinstance(node, Items) else (node,)


def _of_items(view: View) -> Iterator[Node]:
    starts = [found.start() for found in _ITEM.finditer(view)]
    if not starts or any(
        line.strip() and not line.startswith((b"#", b"---"))
        for line in view[: starts[0]].splitlines()
    ):
        raise Unparsable("the file is no list of unindented items")
    for start, end in zip(starts, [*starts[1:], len(view)], strict=True):
        source = view[start:end]
        if WORTH_PARSING.search(source):
            for node in documents(source, start):
                if not isinstance(node, Items) or len(node.items) != 1:
                    raise Unparsable("an item is more than one")
                yield node.items[0]


def documents(source: bytes, base: int = 0) -> Iterator[Node]:
    """Every document of a stream that starts at the byte ``base`` of its file.

    Raises Unparsable.
    """
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    try:
        text = source.decode()
        offsets = None if text.isascii() else [0, *accumulate(len(c.encode()) for c in text)]
        for document in YAML(typ="safe", pure=True).compose_all(text):
            if document is not None:
                yield _Converter(base, offsets).node(document)
    except RecursionError:
        raise Unparsable("the data are nested too deep") from None
    except (YAMLError, ValueError, NotImplementedError) as error:
        raise Unparsable(" ".join(str(error).split())) from None


class _Converter:
    """From ruamel's nodes to ours; ``offsets`` maps characters to bytes, None where they agree."""

    def __init__(self, base: int, offsets: list[int] | None) -> None:
        self._base = base
        self._offsets = offsets
        self._open: set[int] = set()

    def node(self, node: object) -> Node:
        from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode

        if id(node) in self._open:
            raise Unparsable("an alias stands inside its own anchor")
        self._open.add(id(node))
        try:
            if isinstance(node, ScalarNode):
                return self._scalar(node)
            if isinstance(node, SequenceNode):
                return Items(tuple(self.node(item) for item in node.value))
            if isinstance(node, MappingNode):
                return Mapping(tuple(self._pairs(node)))
            raise Unparsable("an unknown kind of node")
        finally:
            self._open.discard(id(node))

    def _pairs(self, node: object) -> Iterator[tuple[Scalar, Node]]:
        merged: list[tuple[Scalar, Node]] = []
        own: list[tuple[Scalar, Node]] = []
        for key, value in node.value:  # type: ignore[attr-defined]
            name, content = self.node(key), self.node(value)
            if key.tag == "tag:yaml.org,2002:merge":
                for part in content.items if isinstance(content, Items) else (content,):
                    merged += part.pairs if isinstance(part, Mapping) else ()
            elif isinstance(name, Scalar):
                own.append((name, content))
        # What a mapping says itself counts before what it merges.
        yield from (*merged, *own)

    def _scalar(self, node: object) -> Scalar:
        start, end = node.start_mark.index, node.end_mark.index  # type: ignore[attr-defined]
        style = node.style  # type: ignore[attr-defined]
        if style in {"'", '"'}:
            start, end = start + 1, end - 1
        if self._offsets is not None:
            start, end = self._offsets[start], self._offsets[end]
        is_text = node.tag == "tag:yaml.org,2002:str"  # type: ignore[attr-defined]
        value = node.value if is_text else None  # type: ignore[attr-defined]
        return Scalar(self._base + start, self._base + end, value, style not in {"|", ">"})
