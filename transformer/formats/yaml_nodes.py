"""YAML with positions, made of the events of PyYAML's parser.

PyYAML comes with LibCST, and Django loads fixtures with it; its C parser takes a tenth of the time
of one in Python. The events are put together here and not by ``yaml.compose``, so that neither the
depth nor the aliases of a file can make more work than the file is long, and so that an anchor may
be given anew, as YAML allows.

``dumpdata`` writes one row per item of a list that is not indented, so a large file is cut before
each such item and only the items that mention ``auth`` are parsed. Where an item does not parse
alone (an alias to another one, a string over several lines), or most of many items mention it, the
whole file is parsed, and each item handed over as soon as it has ended.
"""

from __future__ import annotations

import re
from array import array
from codecs import BOM_UTF8
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import accumulate, islice

import yaml
from yaml.resolver import Resolver

from transformer.contents import View
from transformer.formats.nodes import (
    MAX_DEPTH,
    WORTH_PARSING,
    Items,
    Mapping,
    Node,
    Scalar,
    Unparsable,
)

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_RESOLVER = Resolver()
_STRING, _MERGE = "tag:yaml.org,2002:str", "tag:yaml.org,2002:merge"

# How many nodes a walk may meet again because aliases stand for them.
MAX_REPEATED = 100_000

_ITEM = re.compile(rb"^- ", re.MULTILINE)
_CUT_FROM = 100_000
# So many items are kept until the last one has parsed alone.
MAX_ALONE = 10_000
# Of so many characters each, the bytes before them are known.
_STEP = 1024
# Anchor, tag and comments before what they belong to.
_PROPERTIES = re.compile(r"(?:[&!]\S*\s+(?:#.*\s+)*)*")


def values(view: View) -> Iterator[Node]:
    """Every item of the top-level list that mentions ``auth``; a top-level mapping as it is.

    Raises Unparsable.
    """
    if len(view) >= _CUT_FROM:
        try:
            alone = list(islice(_of_items(view), MAX_ALONE + 1))
        except Unparsable:
            alone = None
        if alone is not None and len(alone) <= MAX_ALONE:
            yield from alone
            return
        del alone
    for builder, event in _built(view[:], 0):
        yield from builder.ended_items()
        if isinstance(event, yaml.DocumentEndEvent) and not isinstance(builder.root, Items):
            yield builder.root


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

    An alias is the node of its anchor. Raises Unparsable.
    """
    for builder, event in _built(source, base):
        if isinstance(event, yaml.DocumentEndEvent):
            yield builder.root


def _built(source: bytes, base: int) -> Iterator[tuple[_Builder, yaml.Event]]:
    """Every event of the stream, and the nodes as they are once it has been heard."""
    if source.startswith(BOM_UTF8):
        source, base = source.removeprefix(BOM_UTF8), base + len(BOM_UTF8)
    try:
        text = source.decode()
        builder = _Builder(text, base)
        for event in yaml.parse(text, Loader=_LOADER):
            match event:
                case yaml.DocumentStartEvent():
                    builder.begin()
                case yaml.ScalarEvent():
                    builder.add(builder.scalar(event), event.anchor)
                case yaml.CollectionStartEvent():
                    builder.open(event)
                case yaml.CollectionEndEvent():
                    builder.close(event)
                case yaml.AliasEvent():
                    builder.repeat(event.anchor)
            yield builder, event
    except (yaml.YAMLError, ValueError) as error:
        raise Unparsable(" ".join(str(error).split())) from None


class _Builder:
    """Puts the nodes of one document together; the open collections are a stack."""

    def __init__(self, text: str, base: int) -> None:
        self._text = text
        self._base = base
        # Marks count characters; None where these are bytes.
        self._offsets = None if text.isascii() else _offsets(text)
        self.begin()

    def begin(self) -> None:
        self._open: list[_Open] = []
        self._anchors: dict[str, tuple[Node, int]] = {}
        self._merges: set[int] = set()
        self._repeated = 0

    def add(self, node: Node, anchor: str | None, size: int = 1) -> None:
        """The next node of the open collection; ``size`` is how many a walk over it meets."""
        if anchor:
            self._anchors[anchor] = node, size
        if self._open:
            self._open[-1].parts.append(node)
            self._open[-1].size += size
        else:
            self.root = node

    def ended_items(self) -> list[Node]:
        """The items of the outermost list that have ended, each once; then it forgets them."""
        if len(self._open) != 1 or not isinstance(self._open[0].event, yaml.SequenceStartEvent):
            return []
        ended, self._open[0].parts = self._open[0].parts, []
        return ended

    def repeat(self, anchor: str) -> None:
        if anchor not in self._anchors:
            raise Unparsable(f"the alias {anchor} stands for nothing that has ended above it")
        node, size = self._anchors[anchor]
        self._repeated += size
        if self._repeated > MAX_REPEATED:
            raise Unparsable("its aliases stand for too much")
        self.add(node, None, size)

    def open(self, event: yaml.CollectionStartEvent) -> None:
        if len(self._open) == MAX_DEPTH:
            raise Unparsable("the data are nested too deep")
        self._open.append(_Open(event))

    def close(self, event: yaml.CollectionEndEvent) -> None:
        done = self._open.pop()
        if isinstance(done.event, yaml.SequenceStartEvent):
            start, end = self._span(done.event.start_mark.index, event.end_mark.index)
            block = not done.event.flow_style
            self.add(Items(tuple(done.parts), start, end, block), done.event.anchor, done.size)
        else:
            self.add(Mapping(tuple(self._pairs(done.parts))), done.event.anchor, done.size)

    def _pairs(self, parts: list[Node]) -> Iterator[tuple[Scalar, Node]]:
        own: list[tuple[Scalar, Node]] = []
        for key, value in zip(parts[::2], parts[1::2], strict=True):
            if not isinstance(key, Scalar):
                continue
            if key.start in self._merges:
                # What a mapping says itself counts before what it merges.
                for part in value.items if isinstance(value, Items) else (value,):
                    yield from part.pairs if isinstance(part, Mapping) else ()
            else:
                own.append((key, value))
        yield from own

    def scalar(self, event: yaml.ScalarEvent) -> Scalar:
        tag = event.tag
        if tag is None or tag == "!":
            tag = _RESOLVER.resolve(yaml.ScalarNode, event.value, event.implicit)
        start, end = self._span(event.start_mark.index, event.end_mark.index)
        if tag == _MERGE:
            self._merges.add(start)
        quoted = event.style in {"'", '"'}
        value = event.value if tag == _STRING else None
        editable = event.style not in {"|", ">"}
        return Scalar(start + quoted, end - quoted, value, editable, quoted)

    def _span(self, start: int, end: int) -> tuple[int, int]:
        """The bytes between two marks, without anchor and tag."""
        if self._text[start : start + 1] in {"&", "!"}:
            properties = _PROPERTIES.match(self._text, start, end)
            start = properties.end() if properties else start
        if self._offsets is not None:
            start, end = self._byte(start), self._byte(end)
        return self._base + start, self._base + end

    def _byte(self, character: int) -> int:
        assert self._offsets is not None
        steps, rest = divmod(character, _STEP)
        return self._offsets[steps] + len(self._text[character - rest : character].encode())


def _offsets(text: str) -> array[int]:
    """The byte at which every so many-th character starts."""
    parts = (len(text[at : at + _STEP].encode()) for at in range(0, len(text), _STEP))
    return array("Q", accumulate(parts, initial=0))


@dataclass
class _Open:
    event: yaml.CollectionStartEvent
    parts: list[Node] = field(default_factory=list)
    size: int = 1
