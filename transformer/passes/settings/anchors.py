"""Where a new statement goes in a settings file: below a statement of the same kind."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from transformer.edits import Splice
from transformer.formats.python.text import Text


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


def below(text: Text, anchor: ast.stmt, line: str, rule: str) -> Splice:
    """The splice that writes a line below a statement, with a blank line if that is long."""
    at = text.line_end(text.end(anchor))
    gap = "\n" * (anchor.end_lineno != anchor.lineno)
    return text.splice(at, at, f"\n{gap}{text.indentation(anchor)}{line}", rule)


def at_end(text: Text, line: str, rule: str) -> Splice:
    """The splice that writes a line at the end of the file."""
    end = len(text.content)
    lead = "\n" * (end > 0 and not text.content.endswith(b"\n"))
    gap = "\n" * bool(text.content.strip())
    return text.splice(end, end, f"{lead}{gap}{line}\n", rule)
