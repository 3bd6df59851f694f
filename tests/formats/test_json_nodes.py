"""JSON that is nested deep or broken is refused, whoever asks."""

from __future__ import annotations

import json

import pytest

from transformer.formats import json_nodes
from transformer.formats.nodes import Items, Scalar, Unparsable


@pytest.mark.parametrize(
    "source",
    ["[" * 300 + '"auth"' + "]" * 300, '{"auth":' * 300, "[" * 100_000, '["auth', "auth"],
)
def test_what_is_deep_or_broken_is_refused(source: str) -> None:
    with pytest.raises(Unparsable):
        json_nodes.document(source.encode())
    with pytest.raises(Unparsable):
        list(json_nodes.values(f'["auth", {source}]'.encode()))


def test_lists_and_strings_know_their_places() -> None:
    source = '\ufeff{"é": [\t"a", ["b\\u0041"], 1 ]}'.encode()
    ((_, outer),) = json_nodes.document(source).pairs  # type: ignore[union-attr]
    assert isinstance(outer, Items)
    assert json.loads(source[outer.start : outer.end]) == ["a", ["bA"], 1]
    first, inner, number = outer.items
    assert isinstance(first, Scalar)
    assert source[slice(*first.outer)] == b'"a"'
    assert isinstance(inner, Items)
    assert source[inner.start : inner.end] == b'["b\\u0041"]'
    assert isinstance(number, Scalar)
    assert source[slice(*number.outer)] == b"1"


@pytest.mark.parametrize("start", [b'[{"model": "auth.user", "x": "', b'{"auth": "', b'["auth'])
def test_a_string_without_an_end_is_searched_once(start: bytes) -> None:
    """From each of its quotes, a megabyte would take an hour."""
    with pytest.raises(Unparsable):
        list(json_nodes.values(start + b'\\"a' * 400_000))
