"""One import statement at a time: names come and go, comments and layout stay."""

from __future__ import annotations

import pytest

from transformer.codemod.statements import edit_names


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
    assert edit_names(before, set(), ["m"], 88, "", "\n") == after


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
        ("from a import b, c", {0, 1}, None),
    ],
)
def test_a_name_goes(before: str, gone: set[int], after: str | None) -> None:
    assert edit_names(before, gone, [], 88, "", "\n") == after


def test_a_line_that_grows_too_long_is_wrapped() -> None:
    edited = edit_names("from a import b, c", set(), ["d"], 18, "    ", "\n")
    assert edited == "from a import (\n        b,\n        c,\n        d,\n    )"


@pytest.mark.parametrize("source", ["import a", "from a import *", "x = 1"])
def test_other_statements_are_refused(source: str) -> None:
    with pytest.raises(ValueError, match="not an import"):
        edit_names(source, set(), ["m"], 88, "", "\n")
