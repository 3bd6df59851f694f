"""Where lines come and go between the statements of a file."""

from __future__ import annotations

import ast
from textwrap import dedent

import pytest

from transformer.formats.python.text import Text

# The file with the statement `x`, and the file without it.
REMOVED = {
    "a line": ("a\nx\nb\n", "a\nb\n"),
    "more blank lines below": ("a\n\nx\n\n\nb\n", "a\n\n\nb\n"),
    "more blank lines above": ("a\n\n\nx\n\nb\n", "a\n\n\nb\n"),
    "first of the file": ("x\n\n\nb\n", "b\n"),
    "last of the file": ("a\n\nx\n", "a\n"),
    "the only one": ("\nx\n", ""),
    "first of a block": ("class A:  # c\n\n    x\n\n    b = 1\n", "class A:  # c\n    b = 1\n"),
    "below a comment": ("# to do:\n\nx\n\nb\n", "# to do:\n\nb\n"),
    "decorated": ("a\n\n@d\ndef x():\n    pass\n\nb\n", "a\n\nb\n"),
    "carriage returns": ("a\r\n\r\nx\r\n\r\nb\r\n", "a\r\n\r\nb\r\n"),
}


def statement(tree: ast.Module) -> ast.stmt:
    """The statement called `x`."""
    for node in ast.walk(tree):
        match node:
            case ast.Expr(ast.Name("x")) | ast.FunctionDef("x"):
                return node
    raise AssertionError("there is no x")


@pytest.mark.parametrize("title", REMOVED)
def test_blank_lines_do_not_pile_up(title: str) -> None:
    before, after = REMOVED[title]
    text = Text(before.encode())
    start, end = text.removal(*text.lines(statement(ast.parse(before))))
    assert (text.content[:start] + text.content[end:]).decode() == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("x; a", "a"),
        ("a; x", "a"),
        ("a; x; b  # c", "a; b  # c"),
        ("if a: x", "if a: pass"),
        ("if a: x; b", "if a: b"),
    ],
)
def test_a_statement_goes_from_a_line_of_several(before: str, after: str) -> None:
    text, tree = Text(before.encode()), ast.parse(before)
    gone = statement(tree)
    block = tree.body[0].body if isinstance(tree.body[0], ast.If) else tree.body
    start, end, new = text.removal_from_line(gone, [s for s in block if s is not gone])
    assert before[:start] + new + before[end:] == after


def test_a_line_above_stands_above_decorators_and_comments() -> None:
    source = dedent(
        """\
        a = 1

        # of x
        @d
        def x():
            pass"""
    )
    text = Text(source.encode())
    x = statement(ast.parse(source))
    assert source[text.above(x) :].startswith("# of x")
    assert text.below(x) == (len(source), "\n")
    assert text.below(ast.parse(source).body[0]) == (6, "")
