"""Where a new statement goes in a settings file: below a statement of the same kind."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from transformer.edits import Splice
from transformer.formats.data_lists import offset


@dataclass(frozen=True)
class Anchor:
    """A statement that every run of the file reaches, at module level or in a class."""

    names: tuple[str, ...]
    node: ast.stmt


def anchors(tree: ast.Module) -> list[Anchor]:
    """The assignments at module level and in classes, in order; none inside conditions."""
    return list(_anchors(tree.body))


def _anchors(body: Iterable[ast.stmt]) -> Iterator[Anchor]:
    for node in body:
        match node:
            case ast.ClassDef():
                yield from _anchors(node.body)
            case ast.Assign(targets):
                names = tuple(t.id for t in targets if isinstance(t, ast.Name))
                yield Anchor(names, node)
            case ast.AugAssign(ast.Name(name)) | ast.AnnAssign(ast.Name(name)):
                yield Anchor((name,), node)
            case ast.Expr(ast.Call(ast.Attribute(ast.Name(name), _))):
                yield Anchor((name,), node)


def below(content: bytes, anchor: ast.stmt, text: str, rule: str) -> Splice:
    """The splice that writes a line below a statement, with a blank line if that is long."""
    newline = b"\r\n" if b"\r\n" in content else b"\n"
    end = offset(content, anchor.end_lineno or anchor.lineno, anchor.end_col_offset or 0)
    line_end = content.find(b"\n", end)
    line_end = len(content) if line_end < 0 else line_end
    if content[:line_end].endswith(b"\r"):
        line_end -= 1
    start = offset(content, anchor.lineno, 0)
    indent = content[start : start + anchor.col_offset]
    indent = indent if not indent.strip() else b""
    gap = newline if (anchor.end_lineno or 0) > anchor.lineno else b""
    return Splice(line_end, line_end, newline + gap + indent + text.encode(), rule)


def at_end(content: bytes, text: str, rule: str) -> Splice:
    """The splice that writes a line at the end of the file."""
    newline = b"\r\n" if b"\r\n" in content else b"\n"
    end = len(content)
    lead = b"" if content.endswith(b"\n") or not content else newline
    gap = newline if content.strip() else b""
    return Splice(end, end, lead + gap + text.encode() + newline, rule)


def quote_of(content: bytes, node: ast.stmt | None) -> str:
    """The quotes of the first string in a statement, else those that the file has most of."""
    for inner in ast.walk(node) if node else ():
        if isinstance(inner, ast.Constant) and isinstance(inner.value, str):
            start = offset(content, inner.lineno, inner.col_offset)
            found = content[start : start + 1].decode("latin-1")
            if found in ("'", '"'):
                return found
    return "'" if content.count(b"'") > content.count(b'"') else '"'
