"""Lists of any layout: elements come and go, the others and the comments stay."""

from __future__ import annotations

import ast
import re

from hypothesis import given
from hypothesis import strategies as st

from transformer.edits import Splice, splice
from transformer.formats.elements import Elements
from transformer.formats.python.lists import elements_of

BRACKETS = st.sampled_from(["[]", "()", "{}", "f()"])
# What stands behind an element: the rest of its line, and lines of their own.
ENDS = st.sampled_from(["", " ", "\n", "\n  ", "  # {}\n  ", "  # {}\n", "\n  # {}\n\n  "])


@st.composite
def lists(draw: st.DrawFn) -> tuple[str, int]:
    """The source of a list, and how many elements it has."""
    brackets = draw(BRACKETS)
    count = draw(st.integers(1, 4))
    parts = [brackets[:-1], draw(ENDS).format("open")]
    for index in range(count):
        comma = "," if index + 1 < count or brackets == "()" else draw(st.sampled_from(["", ","]))
        space = draw(st.sampled_from(["", " ", f"  # b{index}\n "])) if comma else ""
        parts += [f"e{index}", space, comma, draw(ENDS).format(f"c{index}")]
    return "".join([*parts, brackets[-1]]), count


def names(source: str) -> list[str]:
    node = ast.parse(source, mode="eval").body
    elements = node.args if isinstance(node, ast.Call) else node.elts  # type: ignore[attr-defined]
    return [element.id for element in elements]


def comments(source: str) -> set[str]:
    return set(re.findall(r"#[^\n]*", source))


def edited(elements: Elements) -> str:
    splices = tuple(Splice(start, end, new.encode(), "") for start, end, new in elements.edits())
    result = splice(elements.source.encode(), splices).decode()
    assert result == elements.code
    return result


@given(lists(), st.data())
def test_an_element_comes_in_and_nothing_else_changes(
    made: tuple[str, int], data: st.DataObject
) -> None:
    source, count = made
    index = data.draw(st.integers(0, count))
    elements = elements_of(source)
    elements.insert(index, "new")
    after = edited(elements)
    assert names(after) == [*names(source)[:index], "new", *names(source)[index:]]
    assert comments(after) == comments(source)
    # Without the new element's own line or words, the list is as it was, but for a last comma.
    again = elements_of(after)
    again.remove(index)
    assert names(again.code) == names(source)


@given(lists())
def test_an_element_comes_in_at_the_end(made: tuple[str, int]) -> None:
    source, _ = made
    elements = elements_of(source)
    elements.append("new")
    after = edited(elements)
    assert names(after) == [*names(source), "new"]
    assert comments(after) == comments(source)


@given(lists(), st.data())
def test_an_element_goes_with_its_own_comment_alone(
    made: tuple[str, int], data: st.DataObject
) -> None:
    source, count = made
    index = data.draw(st.integers(0, count - 1))
    elements = elements_of(source)
    elements.remove(index)
    after = edited(elements)
    left = [name for name in names(source) if name != f"e{index}"]
    if left or not source.startswith("{"):
        assert (names(after) if left else ast.literal_eval("[]")) == left
    lost = comments(source) - comments(after)
    assert all(comment.endswith(str(index)) for comment in lost)
