"""TOML: arrays stand where they are said to stand, and what is no TOML is empty."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transformer.formats.toml import arrays, loads, parse_toml

few = settings(max_examples=150, deadline=None, derandomize=True)
SOURCE = """\
# INSTALLED_APPS = ["comment"]
title = "é = ['text']"
INSTALLED_APPS = [ # ["comment"]
    "one", 'two', # "three"
    "]",
    [
[ "x" ]
],
]

[default]
MIDDLEWARE = ["a", [ "b" ], "ü"]
  [ tool . "x-y" ]
  LIST = []
"""


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_arrays_of_bare_keys(newline: str) -> None:
    source = SOURCE.replace("\n", newline).encode()
    found = dict(arrays(source))
    assert [*found] == [
        ("INSTALLED_APPS",), ("default", "MIDDLEWARE"), ("tool", "x-y", "LIST")
    ]  # fmt: skip
    document = loads(source.decode())
    for keys, array in found.items():
        value: object = document
        for key in keys:
            value = value[key]  # type: ignore[index]
        assert loads(f"x = {source[array.start : array.end].decode()}")["x"] == value


@few
@given(
    st.lists(st.text(st.characters(exclude_characters="\x7f", exclude_categories=["C"]))),
    st.sampled_from(["\n", "\r\n", " "]),
    st.booleans(),
)
def test_strings_stand_where_they_are_said_to(
    texts: list[str], between: str, literal: bool
) -> None:
    def written(text: str) -> str:
        if literal and "'" not in text:
            return f"'{text}'"
        return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'

    items = f",{between}".join(written(text) for text in texts)
    source = f"e = 'é'{between}".encode() if between != " " else b""
    source += f"[a.b]\nkey = [{between}{items}{between}]\n".encode()
    ((keys, array),) = arrays(source)
    assert keys == ("a", "b", "key")
    assert [loads(f"x = {source[slice(*s.outer)].decode()}")["x"] for s in array.items] == texts


@pytest.mark.parametrize(
    "source", ["a = [", "a = " + "[" * 100_000, "a = 1\na = 2", "\ufeffa = 1", "a = [\n" * 100_000]
)
def test_what_is_no_toml_is_empty(source: str) -> None:
    assert parse_toml(source.encode()) == {}
    assert [*arrays(source.encode())] == []
