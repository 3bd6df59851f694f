"""Lists of data files get an element in their own layout, whichever format they are in."""

from __future__ import annotations

import pytest

from transformer.edits import splice
from transformer.formats.data_lists import elements_at
from transformer.formats.python.text import Text

# The file, how many of the list's elements stand above the new one, the file with it.
INSERTED = [
    ("a.json", '{"A": ["b", "c"]}', 1, '{"A": ["b", "new", "c"]}'),
    ("a.json", '{"A": []}', 0, '{"A": ["new"]}'),
    ("a.json", '{"A": [\n  ]}', 0, '{"A": [\n      "new"\n  ]}'),
    ("a.json", '{"A": [\n  "b"\n]}', 1, '{"A": [\n  "b",\n  "new"\n]}'),
    ("a.toml", 'A = [\n  "b",  # c\n]\n', 1, 'A = [\n  "b",  # c\n  "new",\n]\n'),
    ("a.toml", 'A = [\n  "b" # c\n]\n', 1, 'A = [\n  "b", # c\n  "new"\n]\n'),
    ("a.toml", 'A = ["b"]\n', 1, 'A = ["b", "new"]\n'),
    ("a.yaml", "A:\n- b  # c\n# d\n- e\n", 1, "A:\n- b  # c\n- new\n# d\n- e\n"),
    ("a.yaml", "A:\n  - b\nB: 1\n", 1, "A:\n  - b\n  - new\nB: 1\n"),
    ("a.yaml", "A:\n  - 'b'", 1, "A:\n  - 'b'\n  - 'new'"),
    ("a.yaml", "A:\r\n  - b\r\n", 1, "A:\r\n  - b\r\n  - new\r\n"),
    ("a.yaml", "# coding: rot13\nA:\n- b\n", 1, "# coding: rot13\nA:\n- b\n- new\n"),
    ("a.yaml", "A: [b, c]\n", 2, "A: [b, c, new]\n"),
    ("a.yaml", "A: [\n  b,\n  c\n]\n", 1, "A: [\n  b,\n  new,\n  c\n]\n"),
]


@pytest.mark.parametrize(("path", "before", "index", "after"), INSERTED)
def test_an_element_stands_as_the_others_do(path: str, before: str, index: int, after: str) -> None:
    text = Text(before.encode(), "utf-8")
    places = [(a, b) for a in range(len(before)) for b in range(a, len(before) + 1)]
    found = next(found for place in places if (found := elements_at(text, path, *place)))
    elements, _ = found
    quote = elements.quote(index - 1) if elements.values else '"'
    elements.insert(index, f"{quote}new{quote}")
    splices = tuple(text.splice(*edit, "US101") for edit in elements.edits())
    assert splice(before.encode(), splices).decode() == after


def test_a_list_of_something_else_is_not_edited() -> None:
    content = b'{"A": [{"b": 1}, "c"]}'
    assert elements_at(Text(content), "a.json", 6, len(content) - 1) is None
