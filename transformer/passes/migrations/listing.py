"""One more element in a list that is written in a file, in the list's own style."""

from __future__ import annotations

import ast
import re

from transformer.codemod.file import File
from transformer.codemod.rules import Rule
from transformer.formats.python.text import Text

# What may stand between the last element and the closing bracket.
_GAP = re.compile(rb"(?:[\s)\\]|#[^\r\n]*)*")
_PARENTHESES = re.compile(rb"(?:[\s\\]*\))*")


def append(file: File, rule: Rule, display: ast.List | ast.Tuple, element: str) -> bool:
    """Add ``element`` at the end of a list or tuple in brackets; False where edits collide."""
    text = file.text
    start, end = text.start(display), text.end(display)
    close = end - 1
    if not display.elts:
        return _fill(file, rule, display, element)
    last = text.end(display.elts[-1])
    gap = _GAP.match(text.content, last, close)
    parentheses = _PARENTHESES.match(text.content, last, close)
    assert gap is not None and parentheses is not None
    comma = text.content[gap.end() : gap.end() + 1] == b"," and gap.end() < close
    tail = parentheses.end()
    if display.lineno == display.end_lineno:
        # The comma of a tuple with one element is no style, only syntax.
        trailing = comma and not (isinstance(display, ast.Tuple) and len(display.elts) == 1)
        line = text.line_end(close) - text.line_start(start)
        if line + len(element) + 2 > file.layout.limit:
            return file.replace_bytes(rule, start, end, _exploded(text, display, element))
        if comma:
            at = gap.end() + 1
            return file.replace_bytes(rule, at, at, f" {element}{',' * trailing}")
        return file.replace_bytes(rule, tail, tail, f", {element}")
    indent = text.indentation(display.elts[-1])
    alone = not text.content[text.line_start(close) : close].strip()
    if not alone:
        at = gap.end() + 1 if comma else tail
        return file.replace_bytes(
            rule, at, at, f"{',' * (not comma)}\n{indent}{element}{',' * comma}"
        )
    if not comma and not file.replace_bytes(rule, tail, tail, ","):
        return False
    at = text.line_start(close)
    return file.replace_bytes(rule, at, at, f"{indent}{element},\n")


def _fill(file: File, rule: Rule, display: ast.List | ast.Tuple, element: str) -> bool:
    """The first element of an empty list or tuple."""
    text = file.text
    start, close = text.start(display), text.end(display) - 1
    if display.lineno == display.end_lineno:
        comma = "," * isinstance(display, ast.Tuple)
        return file.replace_bytes(rule, start + 1, close, f"{element}{comma}")
    outer = text.indentation(display)
    if text.content[text.line_start(close) : close].strip():
        return file.replace_bytes(rule, close, close, f"{text.indent}{element},\n{outer}")
    at = text.line_start(close)
    return file.replace_bytes(rule, at, at, f"{outer}{text.indent}{element},\n")


def _exploded(text: Text, display: ast.List | ast.Tuple, element: str) -> str:
    """The display with one element a line."""
    outer = text.indentation(display)
    brackets = "[]" if isinstance(display, ast.List) else "()"
    elements = [*(text.segment(each) for each in display.elts), element]
    body = "".join(f"{outer}{text.indent}{each},\n" for each in elements)
    return f"{brackets[0]}\n{body}{outer}{brackets[1]}"


def is_bracketed(file: File, node: ast.AST) -> bool:
    """Whether an expression is a list, or a tuple with its own parentheses."""
    if isinstance(node, ast.List):
        return True
    if not isinstance(node, ast.Tuple):
        return False
    return not node.elts or file.text.start(node.elts[0]) > file.text.start(node)
