"""The elements of a list that is written in Python, as LibCST reads them.

A list is what has elements with commas: a list, tuple, set or dictionary that is written out, the
arguments of a call, the names of an import. LibCST says which comma, which comment and which line
break belong to which of them; ``ast`` keeps none of these. It is given one expression or import,
which ``ast`` has found: a whole file takes it nine times as long, and its scopes fifty times.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, TypeAlias

from transformer.formats.elements import Elements, Gap
from transformer.formats.python.nesting import check_depth
from transformer.formats.python.syntax import parse
from transformer.formats.python.text import Text

if TYPE_CHECKING:
    import libcst as cst

    Space: TypeAlias = cst.BaseParenthesizableWhitespace
    Element: TypeAlias = cst.BaseElement | cst.BaseDictElement | cst.Arg | cst.ImportAlias
    Code: TypeAlias = Callable[[cst.CSTNode], str]


class Uneditable(ValueError):
    """LibCST does not read a piece of source, or does not give it back as it was."""


def elements_of(source: str, outer: str = "", step: str = "    ", at: int = 0) -> Elements:
    """The elements of one expression or one import; see :class:`Elements`. Raises Uneditable."""
    import libcst as cst

    node = read(source)
    newline = "\r\n" if "\r\n" in source else "\r" if "\r" in source else "\n"
    code = cst.Module([], default_newline=newline).code_for_node
    opening, elements, closing = _ends(node)
    values, gaps = [], [_gap(code, "", opening)]
    for element in elements:
        value, gap = _value_and_gap(code, element)
        values.append(value)
        gaps.append(gap)
    if closing is not None and elements and gaps[-1].code == gaps[-1].comma:
        gaps[-1] = _gap(code, gaps[-1].comma, closing)
    tail = source[-1:] if closing is not None else ""
    lone = "," if isinstance(node, cst.Tuple) else ""
    found = Elements(source, values, gaps, tail, at, outer, step, lone_comma=lone)
    if found.code != source:
        raise Uneditable("LibCST does not give this list back as it was")
    return found


def elements_in(text: Text, node: ast.AST) -> Elements:
    """The elements of a list or an import of a file. Raises Uneditable."""
    return elements_of(text.segment(node), text.indentation(node), text.indent, text.start(node))


def elements_at(text: Text, start: int, end: int) -> tuple[Elements, list[str | None]] | None:
    """The list between two offsets, and the strings in it; None where none is there."""
    for node in ast.walk(parse(text.raw).tree):
        if not isinstance(node, ast.List | ast.Tuple | ast.Set):
            continue
        if (text.start(node), text.end(node)) == (start, end):
            values = [e.value if isinstance(e, ast.Constant) else None for e in node.elts]
            with suppress(Uneditable):
                return elements_in(text, node), [v if isinstance(v, str) else None for v in values]
    return None


def read(source: str) -> cst.BaseExpression | cst.BaseSmallStatement:
    """The expression or the import that ``source`` is. Raises Uneditable."""
    import libcst as cst

    try:
        check_depth(source.encode())
        if not re.match(r"(?:import|from)\b", source):
            return cst.parse_expression(source)
        line = cst.parse_statement(source)
    except (cst.ParserSyntaxError, RecursionError) as error:
        raise Uneditable("LibCST cannot read this expression") from error
    return cst.ensure_type(line, cst.SimpleStatementLine).body[0]


def _ends(node: cst.CSTNode) -> tuple[Space, Sequence[Element], Space | None]:
    """The space behind the opening bracket, the elements, and the space before the closing one.

    None where there are no brackets.
    """
    import libcst as cst

    nothing = cst.SimpleWhitespace("")
    match node:
        case cst.List(elements, left, right):
            return left.whitespace_after, elements, right.whitespace_before
        case cst.Set(elements, left, right) | cst.Dict(elements, left, right):
            return left.whitespace_after, elements, right.whitespace_before
        case cst.Tuple(elements, [left, *_], [*_, right]):
            return left.whitespace_after, elements, right.whitespace_before
        case cst.ImportFrom(_, [*names], _, cst.LeftParen() as left, cst.RightParen() as right):
            return left.whitespace_after, names, right.whitespace_before
        case cst.Call(args=args):
            return node.whitespace_before_args, args, nothing
        case cst.Tuple(elements) | cst.Import(elements) | cst.ImportFrom(_, [*elements]):
            return nothing, elements, None
    raise Uneditable("This is no list")


def _value_and_gap(code: Code, element: Element) -> tuple[str, Gap]:
    """An element without its comma, and what LibCST counts to it behind that."""
    import libcst as cst

    comma, space = element.comma, cst.SimpleWhitespace("")
    element = element.with_changes(comma=cst.MaybeSentinel.DEFAULT)
    if isinstance(comma, cst.Comma):
        gap = _gap(code, code(comma.whitespace_before) + ",", comma.whitespace_after)
        return code(element), gap
    if isinstance(element, cst.Arg):
        value = code(element.with_changes(whitespace_after_arg=space))
        return value, _gap(code, "", element.whitespace_after_arg)
    return code(element), Gap()


def _gap(code: Code, comma: str, space: Space) -> Gap:
    import libcst as cst

    if isinstance(space, cst.ParenthesizedWhitespace):
        line = code(space.first_line)
        comment = line.rstrip("\r\n")
        lines = "".join(map(code, space.empty_lines))
        return Gap(comma, comment, line[len(comment) :], lines, code(space.last_line))
    text = code(space)
    cut = max(text.rfind("\n"), text.rfind("\r")) + 1
    return Gap(comma, "", text[:cut], "", text[cut:])
