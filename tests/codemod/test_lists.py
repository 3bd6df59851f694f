"""Elements come into a list and go in its own layout; comments stay with their element."""

from __future__ import annotations

import ast

import pytest

from transformer.edits import Splice, splice
from transformer.formats.elements import Elements
from transformer.formats.python.lists import Uneditable, elements_of

# The list, the place of `new`, the list with it.
INSERTED = [
    ("[]", 0, "[new]"),
    ("()", 0, "(new,)"),
    ("[ ]", 0, "[new]"),
    ("[\n]", 0, "[\n    new,\n]"),
    ("[\n        # c\n    ]", 0, "[\n        # c\n        new,\n    ]"),
    ("[  # c\n]", 0, "[  # c\n    new,\n]"),
    ("[a]", 1, "[a, new]"),
    ("[a, b]", 0, "[new, a, b]"),
    ("[a, b]", 1, "[a, new, b]"),
    ("[a, b,]", 2, "[a, b, new,]"),
    ("(a,)", 1, "(a, new)"),
    ("(a, )", 1, "(a, new )"),
    ("'a', 'b'", 2, "'a', 'b', new"),
    ("'a', \\\n    'b'", 2, "'a', \\\n    'b', \\\n    new"),
    ("'a', \\\n    'b'", 1, "'a', \\\n    new, \\\n    'b'"),
    ("[\n    a,\n    b,\n]", 2, "[\n    a,\n    b,\n    new,\n]"),
    ("[\n    a,\n    b\n]", 2, "[\n    a,\n    b,\n    new\n]"),
    ("[\n    a,\n    b\n]", 0, "[\n    new,\n    a,\n    b\n]"),
    ("[\n\ta,\n\tb\n\t]", 1, "[\n\ta,\n\tnew,\n\tb\n\t]"),
    ("[a,\n b]", 2, "[a,\n b,\n new]"),
    ("[a,\n b]", 1, "[a,\n new,\n b]"),
    ("[\n    a,  # c\n    b,\n]", 1, "[\n    a,  # c\n    new,\n    b,\n]"),
    ("[a,  # c\n b]", 1, "[a,  # c\n new,\n b]"),
    ("[\n    a,  # c\n]", 1, "[\n    a,  # c\n    new,\n]"),
    ("[\n    a  # c\n]", 1, "[\n    a,  # c\n    new\n]"),
    ("[a,  # c\n]", 1, "[a,  # c\n    new,\n]"),
    ("[\n    a,\n    # of b\n    b,\n]", 1, "[\n    a,\n    new,\n    # of b\n    b,\n]"),
    ("[  # c\n    # of a\n    a,\n]", 0, "[  # c\n    new,\n    # of a\n    a,\n]"),
    ("[\n    a, b,\n    c, d,\n]", 2, "[\n    a, b, new,\n    c, d,\n]"),
    ("[\n    a, b,\n    c, d,\n]", 4, "[\n    a, b,\n    c, d, new,\n]"),
    ("[\n    a, b,  # c\n    c,\n]", 2, "[\n    a, b,  # c\n    new,\n    c,\n]"),
    ("[\n    a, b,  # c\n]", 2, "[\n    a, b,  # c\n    new,\n]"),
    ("{a, b}", 1, "{a, new, b}"),
    ("f(a, *b)", 1, "f(a, new, *b)"),
    ("f(\n    a,\n    *b,  # c\n)", 2, "f(\n    a,\n    *b,  # c\n    new,\n)"),
    ("[(a), ((b))]", 1, "[(a), new, ((b))]"),
    ("[\r\n    a,  # c\r\n]", 1, "[\r\n    a,  # c\r\n    new,\r\n]"),
    ("[\n    'ä',  # ö\n    b,\n]", 1, "[\n    'ä',  # ö\n    new,\n    b,\n]"),
]

REMOVED = [
    ("[a]", 0, "[]"),
    ("[a, b]", 0, "[b]"),
    ("[a, b]", 1, "[a]"),
    ("(a, b)", 0, "(b,)"),
    ("(a, b)", 1, "(a,)"),
    ("[a, b, c]", 1, "[a, c]"),
    ("[\n    a,\n]", 0, "[\n]"),
    ("[\n    a,  # a\n    b,  # b\n    c,\n]", 1, "[\n    a,  # a\n    c,\n]"),
    ("[\n    a,  # a\n    b,  # b\n]", 1, "[\n    a,  # a\n]"),
    ("[\n    a,  # a\n    b  # b\n]", 1, "[\n    a  # a\n]"),
    ("[\n    # of a\n    a,\n    # of b\n    b,\n]", 0, "[\n    # of a\n    # of b\n    b,\n]"),
    ("[a,\n b]", 0, "[b]"),
    ("[a,\n b]", 1, "[a]"),
    ("[a,  # a\n b]", 1, "[a  # a\n ]"),
    ("[\n    a, b,  # c\n    c, d,\n]", 1, "[\n    a,  # c\n    c, d,\n]"),
    ("[\n    a, b,\n    c, d,\n]", 2, "[\n    a, b,\n    d,\n]"),
    ("f(a, k=b)", 1, "f(a)"),
    ("f(a,  # a\n  k=b)", 0, "f(k=b)"),
]


def made(source: str, elements: Elements) -> str:
    """What the edits make of the source; only places between the old elements may change."""
    splices = tuple(Splice(start, end, new.encode(), "") for start, end, new in elements.edits())
    after = splice(source.encode(), splices).decode()
    if "\r" in source:
        after = after.replace("\r\n", "\n").replace("\n", "\r\n")
    assert after == elements.code
    return after


@pytest.mark.parametrize(("before", "index", "after"), INSERTED)
def test_an_element_stands_as_the_others_do(before: str, index: int, after: str) -> None:
    elements = elements_of(before)
    elements.insert(index, "new")
    assert made(before, elements) == after
    ast.parse(after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("[\n    a,\n    # b,\n]", "[\n    a,\n    # b,\n    new,\n]"),
        ("[\n    a  # (a)\n    # b\n]", "[\n    a,  # (a)\n    # b\n    new\n]"),
        ("[a, b]", "[a, b, new]"),
        ("[\n    # a\n]", "[\n    # a\n    new,\n]"),
    ],
)
def test_the_last_element_stands_below_the_comments(before: str, after: str) -> None:
    elements = elements_of(before)
    elements.append("new")
    assert made(before, elements) == after


def test_entries_of_a_dictionary() -> None:
    source = '{"a": 1, **b}'
    elements = elements_of(source)
    elements.insert(1, '"new": 2')
    assert made(source, elements) == '{"a": 1, "new": 2, **b}'


@pytest.mark.parametrize(("before", "index", "after"), REMOVED)
def test_an_element_goes_with_its_comment(before: str, index: int, after: str) -> None:
    elements = elements_of(before)
    elements.remove(index)
    assert made(before, elements) == after
    ast.parse(after)


def test_an_element_in_the_place_of_two() -> None:
    source = "f(\n    a,  # a\n    b  # b\n)"
    elements = elements_of(source)
    elements.put(0, "new")
    elements.remove(1)
    assert made(source, elements) == "f(\n    new  # a\n)"


def test_what_is_done_together_is_edited_once() -> None:
    source = "[\n    a,\n    b,\n    c,\n]"
    elements = elements_of(source)
    elements.remove(1)
    elements.insert(0, "new")
    assert made(source, elements) == "[\n    new,\n    a,\n    c,\n]"
    assert [source[start:end] for start, end, _ in elements.edits()] == ["", "\n    b,"]


@pytest.mark.parametrize(
    ("source", "index", "place", "text"),
    [
        ("[a, b]", 0, 1, "new, "),
        ("[a, b]", 1, 4, "new, "),
        ("[a, b]", 2, 5, ", new"),
        ("[\n    a,  # c\n    b,\n]", 1, 13, "\n    new,"),
        ("[\n    'ä',\n    b,\n]", 2, 18, "\n    new,"),
    ],
)
def test_where_the_edit_is(source: str, index: int, place: int, text: str) -> None:
    elements = elements_of(source, at=100)
    elements.insert(index, "new")
    assert list(elements.edits()) == [(100 + place, 100 + place, text)]


def test_a_list_that_grows_too_long_is_spread() -> None:
    source = "[a, b]"
    elements = elements_of(source, outer="  ", step="\t")
    elements.append("new")
    elements.fit(11)
    assert made(source, elements) == "[a, b, new]"
    elements.fit(10)
    assert made(source, elements) == "[\n  \ta,\n  \tb,\n  \tnew,\n  ]"


def test_the_quotes_of_the_neighbour() -> None:
    elements = elements_of("""[a, "b", r'c']""")
    assert [elements.quote(index) for index in range(3)] == ['"', '"', "'"]
    assert elements_of("[a, 1]").quote(0) == ""


@pytest.mark.parametrize("source", ["a", "[a for a in b]", "[a", "[a]]", "a, # c\nb"])
def test_what_is_no_list_is_refused(source: str) -> None:
    with pytest.raises(Uneditable):
        elements_of(source)
