"""YAML and JSON files, also those that a template engine fills in, as nodes with their places."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from transformer.formats import json_nodes, yaml_nodes
from transformer.formats.nodes import Items, Mapping, Node, Scalar
from transformer.strategies.deploy.snippets import mask

# A line of Helm or Jinja that holds only what steers the template.
_CONTROL = re.compile(
    rb"^[ \t]*(?:\{\{-?.*?-?\}\}|\{%-?.*?-?%\}|\{#.*?#\})[ \t]*\r?$", re.MULTILINE
)


@dataclass(frozen=True)
class Spot:
    """One pair of a mapping: ``keys`` lead to it, the last of them is its own."""

    keys: tuple[str, ...]
    value: Node
    parent: Mapping


def read(view: bytes, suffix: str) -> list[Node]:
    """The documents of a file. Raises Unparsable."""
    code = mask(_CONTROL.sub(lambda line: b"#" * len(line[0].rstrip(b"\r")), view))
    if suffix == ".json":
        return [json_nodes.document(code)]
    return list(yaml_nodes.documents(code))


def spots(node: Node, keys: tuple[str, ...] = ()) -> Iterator[Spot]:
    """Every pair of every mapping below the node."""
    match node:
        case Items(items):
            for item in items:
                yield from spots(item, keys)
        case Mapping(pairs):
            seen: set[int] = set()
            for key, value in pairs:
                # An alias stands for the same bytes again.
                if key.start in seen:
                    continue
                seen.add(key.start)
                inner = (*keys, key.value or "")
                yield Spot(inner, value, node)
                yield from spots(value, inner)


def is_playbook(documents: list[Node]) -> bool:
    """Whether the file is a list of plays or of tasks: Ansible's alone are lists at the top."""
    return any(
        isinstance(node, Items) and any(isinstance(item, Mapping) for item in node.items)
        for node in documents
    )


def strings(node: Node) -> list[Scalar] | None:
    """The items of a list that holds only strings; None where it is something else."""
    if not isinstance(node, Items) or not all(isinstance(item, Scalar) for item in node.items):
        return None
    return [item for item in node.items if isinstance(item, Scalar)]


def span(node: Node) -> tuple[int, int]:
    """From the first to the last byte of all strings below a node, keys included."""
    ends = [(s.start, s.end) for s in _all(node)]
    return (min(s for s, _ in ends), max(e for _, e in ends)) if ends else (0, 0)


def _all(node: Node) -> Iterator[Scalar]:
    if isinstance(node, Mapping):
        for key, value in node.pairs:
            yield key
            yield from _all(value)
    elif isinstance(node, Items):
        for item in node.items:
            yield from _all(item)
    else:
        yield node
