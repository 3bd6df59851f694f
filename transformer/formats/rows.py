"""The rows of a fixture, whatever its format.

https://docs.djangoproject.com/en/stable/topics/serialization/#serialization-formats
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from transformer.contents import View
from transformer.formats import json_nodes, yaml_nodes
from transformer.formats.candidates import COMPRESSED
from transformer.formats.nodes import Mapping, Node, NoFixture, Row, Scalar
from transformer.formats.xml_rows import xml_rows

_LIST = re.compile(rb"\s*\[")
# Keys of something else at the start of a YAML file, below comments.
_KEYS = re.compile(
    rb"(?:\xef\xbb\xbf)?(?:[ \t]*(?:#[^\n]*|---[ \t]*)?\r?\n)*"
    rb"(?!model:|pk:|fields:)[A-Za-z_][\w.-]*:\s"
)
_LABEL = re.compile(r"\w+\.\w+")


def rows(view: View, format: str) -> Iterator[Row]:
    """The rows that mention ``auth``, one at a time.

    ``format`` is one of FORMATS. Raises NoFixture, and Unparsable where the file is broken.
    """
    if format == "xml":
        yield from xml_rows(view)
    elif format in {"yaml", "yml"} and _KEYS.match(view):
        raise NoFixture
    elif format in {"yaml", "yml"}:
        yield from map(_row, yaml_nodes.values(view))
    elif format == "json" and not _LIST.match(view):
        raise NoFixture
    else:
        yield from map(_row, json_nodes.values(view, lines=format == "jsonl"))


FORMATS = frozenset({"json", "jsonl", "yaml", "yml", "xml"})


def format_of(path: str) -> str:
    """The serialization format that the ending names, compressed or not; empty if none.

    >>> format_of("shop/fixtures/users.json.gz")
    'json'
    """
    pure = PurePosixPath(path.lower())
    if pure.suffix in COMPRESSED:
        pure = pure.with_suffix("")
    format = pure.suffix.removeprefix(".")
    return format if format in FORMATS else ""


def _row(node: Node) -> Row:
    if isinstance(node, Mapping):
        model, fields = node.get("model"), node.get("fields")
        if isinstance(model, Scalar) and isinstance(fields, Mapping | Scalar):
            # `fields:` with nothing below it is null in YAML.
            found = fields if isinstance(fields, Mapping) else Mapping(())
            if _LABEL.fullmatch(model.value or ""):
                return Row(model, found)
    raise NoFixture
