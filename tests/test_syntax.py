"""Source for a newer Python is read all the same, with every place where it was."""

from __future__ import annotations

import ast
import sys

import pytest

from transformer.syntax import formatted_strings, mask, parse

NESTED = b'''\
x = f"{user.get("name")} and {"\\n".join(names)}"
y = f"""
{a["b"]!r:>{width}}
"""
z = f"{
    w
}" + other
'''


def test_f_strings_are_found_and_masked_in_place() -> None:
    spans = formatted_strings(NESTED)
    assert [NESTED[start : start + 2] for start, _ in spans] == [b'f"'] * 3
    masked = mask(NESTED, spans)
    assert len(masked) == len(NESTED)
    assert masked.count(b"\n") == NESTED.count(b"\n")
    names = {
        n.id: (n.lineno, n.col_offset)
        for n in ast.walk(ast.parse(masked))
        if isinstance(n, ast.Name)
    }
    assert names == {"x": (1, 0), "y": (2, 0), "z": (5, 0), "other": (7, 5)}


def test_what_this_python_reads_is_not_masked() -> None:
    assert parse(b"x = f'{a}'").masked == ()


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="this Python reads them itself")
def test_an_older_python_reads_the_rest_of_the_file() -> None:
    parsed = parse(NESTED)
    assert len(parsed.masked) == 3
    assert [type(node) for node in parsed.tree.body] == [ast.Assign] * 3


def test_what_nobody_reads_is_an_error() -> None:
    with pytest.raises(SyntaxError):
        parse(b"print 'two'")
