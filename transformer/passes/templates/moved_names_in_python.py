"""The name of a template that moves, in Python: `template_name = "auth/user_list.html"`.

Templates that are named after the user's app move (US606). A view or a test that spells out the
old name no longer finds the file.

A string constant that is exactly the old name is rewritten, wherever it stands. One that only holds
the name, such as part of a longer path or of an f-string, is reported.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from transformer.codemod.matches import Match
from transformer.codemod.rules import Example, Rule
from transformer.findings import Level
from transformer.formats.python.syntax import parse
from transformer.passes.templates.template import Names

rule = Rule(
    __name__,
    "US610",
    "moved-template-in-python",
    Level.TODO,
    link="https://docs.djangoproject.com/en/stable/topics/templates/#django.template.loader.get_template",
    examples=(
        Example(
            "class People(ListView):\n    template_name = 'auth/user_list.html'\n",
            "class People(ListView):\n    template_name = 'users/user_list.html'\n",
            files={"templates/auth/user_list.html": "x\n"},
        ),
        Example(
            "NAME = f'{SKIN}/auth/user_list.html'\n",
            files={"templates/auth/user_list.html": "x\n"},
            reports=("US610",),
        ),
        Example("NAME = 'auth/user_list.html'\n", title="no such file here"),
    ),
)


def matches(source: bytes, names: Names) -> Iterator[Match]:
    """Raises SyntaxError, ValueError, RecursionError where the source does not parse."""
    lines = source.splitlines(keepends=True)
    if any(b"\r" in line.rstrip(b"\r\n") or b"\x0c" in line for line in lines):
        return  # `ast` counts these lines differently
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))
    module = parse(source).tree
    parts = {id(part) for part in _parts_of_strings(module)}
    for node in ast.walk(module):
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
            continue
        old = next((old for old in names.moved if old in node.value), None)
        if old is None or node.end_lineno is None or node.end_col_offset is None:
            continue
        start = starts[node.lineno - 1] + node.col_offset
        end = starts[node.end_lineno - 1] + node.end_col_offset
        found = source.find(old.encode(), start, end)
        whole = node.value == old and id(node) not in parts
        exact = whole and source.count(old.encode(), start, end) == 1
        yield Match(
            rule,
            found if found >= 0 else start,
            (found if found >= 0 else start) + len(old.encode()),
            f"The template {old} moves to {names.moved[old]}.",
            f"Write {names.moved[old]} where that template is meant.",
            names.moved[old].encode() if exact else None,
            certain=exact,
        )


def _parts_of_strings(module: ast.Module) -> Iterator[ast.AST]:
    for node in ast.walk(module):
        match node:
            case ast.JoinedStr(values=values):
                yield from values
            case ast.BinOp(left=left, right=right, op=ast.Add() | ast.Mod()):
                yield from (left, right)
            case _:
                pass
