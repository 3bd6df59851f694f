"""One import statement at a time: names come and go, comments and layout stay."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from transformer.formats.python.import_names import add_name
from transformer.formats.python.lists import Uneditable, elements_of


def edited(before: str, gone: Sequence[int] = (), new: Sequence[str] = (), room: int = 88) -> str:
    elements = elements_of(before, "    " if room < 88 else "")
    elements.remove(*gone)
    for name in new:
        add_name(elements, name)
    elements.fit(room)
    return elements.code


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("from a import b", "from a import b, m"),
        ("from a import z", "from a import m, z"),
        ("from a import (z)", "from a import (m, z)"),
        ("from a import B, C, z", "from a import B, C, m, z"),
        ("from a import z, b", "from a import z, b, m"),
        ("from a import b, \\\n    z", "from a import b, \\\n    m, \\\n    z"),
        ("from a import (\n    z,  # c\n)", "from a import (\n    m,\n    z,  # c\n)"),
        ("from a import (\n    b,  # c\n)", "from a import (\n    b,  # c\n    m,\n)"),
        ("from a import (\n    b\n)", "from a import (\n    b,\n    m\n)"),
        ("from a import (b,\n          z)", "from a import (b,\n          m,\n          z)"),
        (
            "from a import (\n    b,  # c\n    # d\n)",
            "from a import (\n    b,  # c\n    # d\n    m,\n)",
        ),
        ("from a import (\n    a, b,  # c\n)", "from a import (\n    a, b,  # c\n    m,\n)"),
        ("from a import m", "from a import m"),
    ],
)
def test_a_name_comes_in(before: str, after: str) -> None:
    assert edited(before, new=["m"]) == after


@pytest.mark.parametrize(
    ("before", "gone", "after"),
    [
        ("from a import b, c", {0}, "from a import c"),
        ("from a import b, c", {1}, "from a import b"),
        ("from a import (b, c)", {1}, "from a import (b)"),
        ("from a import (\n    b,  # b\n    c,  # c\n)", {0}, "from a import (\n    c,  # c\n)"),
        ("from a import (\n    b,  # b\n    c,  # c\n)", {1}, "from a import (\n    b,  # b\n)"),
        ("from a import (\n    b,\n    c\n)", {1}, "from a import (\n    b\n)"),
        ("from a import b, \\\n    c", {0}, "from a import c"),
        ("from a import b as x, c", {0}, "from a import c"),
    ],
)
def test_a_name_goes(before: str, gone: set[int], after: str) -> None:
    assert edited(before, [*gone]) == after


def test_a_line_that_grows_too_long_is_wrapped() -> None:
    wrapped = "from a import (\n        b,\n        c,\n        d,\n    )"
    assert edited("from a import b, c", new=["d"], room=14) == wrapped


@pytest.mark.parametrize("source", ["from a import *", "from a import b; c()", "x = 1", "x"])
def test_other_statements_are_refused(source: str) -> None:
    with pytest.raises(Uneditable):
        edited(source, new=["m"])
