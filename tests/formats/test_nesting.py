from __future__ import annotations

from pathlib import Path

import pytest

from transformer.formats.python import nesting, syntax
from transformer.formats.python.nesting import check_depth

DEEP = {
    "brackets": "x = " + "(" * 300 + "a" + ")" * 300,
    "brackets of all kinds": "x = " + "[{(" * 100 + "a" + ")}]" * 100,
    "unclosed": "x = (" + "[" * 100_000,
    "calls": "f(" * 300 + ")" * 300,
    "signs": "x = " + "-" * 5000 + "a",
    "not": "x = " + "not " * 5000 + "a",
    "lambda": "x = " + "lambda: " * 5000 + "a",
    "else": "x = " + "1 if a else " * 5000 + "1",
    "powers": "x = " + "2 ** " * 5000 + "a",
}


@pytest.mark.parametrize("how", DEEP)
def test_too_deep(how: str) -> None:
    with pytest.raises(RecursionError):
        check_depth(DEEP[how].encode())


@pytest.mark.parametrize("how", DEEP)
def test_what_is_too_deep_is_not_given_to_libcst(how: str) -> None:
    """A process that LibCST took with it would not come back from this."""
    newer = b"x = f'a'\n" + DEEP[how].encode() + b"\n"
    assert syntax.f_strings(newer) == ()


@pytest.mark.parametrize(
    "source",
    [
        "x = " + "(" * 200 + "a" + ")" * 200,
        "x = [" + "(1, -2, not a), " * 400 + "]",
        "\n".join(["x = -1 if not a else 2 ** 3"] * 2000),
        "f()" * 5000,
        ")" * 5000,
        "'" + "-" * 79 + "'",
    ],
)
def test_not_too_deep(source: str) -> None:
    check_depth(source.encode())


def test_python_takes_no_more_brackets() -> None:
    most = nesting.MAX_BRACKETS
    syntax.parse(b"(" * (most - 1) + b")" * (most - 1))
    with pytest.raises(SyntaxError, match="too many nested parentheses"):
        syntax.parse(b"(" * (most + 1) + b")" * (most + 1))


def test_nothing_else_is_given_to_libcst() -> None:
    calling = {
        file.name
        for file in Path(nesting.__file__).parents[2].rglob("*.py")
        if b"cst.parse_" in file.read_bytes()
    }
    assert calling == {"syntax.py", "lists.py"}
