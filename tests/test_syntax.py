"""Source for a newer Python is read all the same, with every place where it was."""

from __future__ import annotations

import ast
import sys

import pytest

from transformer.formats.python.syntax import f_strings, mask, parse

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
    spans = f_strings(NESTED)
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


BARE = b"""\
try:
    x = int(y)
except ValueError, errors.Wrong(1, 2), TypeError:  # one, two
    pass
except* (A, B), C: pass
except D | E:
    pass
"""


@pytest.mark.parametrize("star", [b"", b"*"])
def test_an_except_without_brackets_is_a_tuple_in_place(star: bytes) -> None:
    source = BARE.replace(b"except*", b"except").replace(b"except", b"except" + star)
    if star and sys.version_info < (3, 11):
        pytest.skip("this Python has no except*")
    attempt = parse(source).tree.body[0]
    assert isinstance(attempt, (ast.Try, getattr(ast, "TryStar", ast.Try)))
    first, second, third = (handler.type for handler in attempt.handlers)
    assert isinstance(first, ast.Tuple)
    assert isinstance(second, ast.Tuple)
    assert isinstance(third, ast.BinOp)
    text = source.splitlines()
    where = [text[one.lineno - 1][one.col_offset : one.end_col_offset] for one in first.elts]
    assert where == [b"ValueError", b"errors.Wrong(1, 2)", b"TypeError"]
    assert [type(one) for one in second.elts] == [ast.Tuple, ast.Name]


def test_a_text_that_shows_such_an_except_keeps_its_commas() -> None:
    shown = b'"""\nexcept A, B:\n"""\n'
    module = parse(shown + BARE.replace(b"except*", b"except")).tree
    assert ast.get_docstring(module) == "except A, B:"


def test_a_file_with_more_of_them_than_are_looked_for_is_not_read() -> None:
    one = b"try:\n    pass\nexcept A, B:\n    pass\n"
    assert len(parse(one * 20).tree.body) == 20
    if sys.version_info < (3, 14):
        with pytest.raises(SyntaxError):
            parse(one * 200)


def test_both_kinds_of_newer_source_in_one_file() -> None:
    body = parse(NESTED + BARE.replace(b"except*", b"except")).tree.body
    assert [type(node) for node in body] == [ast.Assign] * 3 + [ast.Try]


def test_what_nobody_reads_is_an_error() -> None:
    with pytest.raises(SyntaxError):
        parse(b"print 'two'")
