"""Where a new statement goes in a settings file: below a statement of the same kind."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from transformer.edits import Splice
from transformer.formats.python.statements import statements
from transformer.formats.python.text import Text

# Django's own settings of authentication; a package has some that only begin like them.
AUTHENTICATION = frozenset(
    {"AUTH_USER_MODEL", "AUTHENTICATION_BACKENDS", "AUTH_PASSWORD_VALIDATORS", "PASSWORD_HASHERS"}
    | {"AUTH_PROFILE_MODULE", "PASSWORD_RESET_TIMEOUT", "PASSWORD_RESET_TIMEOUT_DAYS"}
    | {"LOGIN_URL", "LOGIN_REDIRECT_URL", "LOGOUT_URL", "LOGOUT_REDIRECT_URL"}
)
_ABOUT_IT = re.compile(
    rb"(?i)\bauth(entication|orization|\b)|log.?(in|out|on)\b|\busers?\b|passw|permission"
)
_SETTING = re.compile(rb"([A-Z][A-Z0-9_]*)\s*(?::[^=]*)?[-+|]?=")
_COMPOUND = ast.If | ast.For | ast.While | ast.With | ast.Try


@dataclass(frozen=True)
class Anchor:
    """A statement that every run of the file reaches, at module level or in a class.

    ``last`` is the last of the statements behind it that go on with what it sets.
    """

    names: tuple[str, ...]
    node: ast.stmt
    last: ast.stmt


def anchors(tree: ast.Module) -> list[Anchor]:
    """The assignments at module level and in classes, in order; none inside conditions."""
    return list(_anchors(tree.body))


def sets_in_block(tree: ast.Module, name: str) -> ast.stmt | None:
    """The first block of the module in which some runs give a name its value."""
    for block in tree.body:
        if isinstance(block, _COMPOUND):
            for node in statements(block):
                targets = node.targets if isinstance(node, ast.Assign) else []
                if isinstance(node, ast.AnnAssign):
                    targets = [node.target]
                if any(isinstance(each, ast.Name) and each.id == name for each in targets):
                    return block
    return None


def _anchors(body: Sequence[ast.stmt]) -> Iterator[Anchor]:
    for at, node in enumerate(body):
        match node:
            case ast.ClassDef():
                yield from _anchors(node.body)
                continue
            case ast.Assign(targets):
                names = tuple(t.id for t in targets if isinstance(t, ast.Name))
            case ast.AugAssign(ast.Name(name)) | ast.AnnAssign(ast.Name(name)):
                names = (name,)
            case ast.Expr(ast.Call(ast.Attribute(ast.Name(name), _))):
                names = (name,)
            case _:
                continue
        yield Anchor(names, node, _last(names, body[at:]))


def _last(names: tuple[str, ...], following: Sequence[ast.stmt]) -> ast.stmt:
    """The last statement that goes on with the first of ``following``.

    A block right below it does, and what speaks of what it sets: next to it, or before the next
    blank line.
    """
    last = before = following[0]
    for node in following[1:]:
        speaks = any(isinstance(n, ast.Name) and n.id in names for n in ast.walk(node))
        touches = node.lineno == (before.end_lineno or 0) + 1
        if not touches and before is not last:
            break
        goes_on = speaks or (touches and before is last)
        adds = speaks and isinstance(node, ast.AugAssign | ast.Expr)
        if adds or (goes_on and isinstance(node, _COMPOUND)):
            last = node
        elif not touches:
            break
        before = node
    return last


def is_in_another_group(text: Text, anchor: Anchor) -> bool:
    """Whether the statement stands in a group under a comment that speaks of something else.

    A group goes to the next blank line; it has settings beside those of authentication.
    """
    at = text.starts[anchor.node.lineno - 1]
    heading: list[bytes] = []
    names: set[bytes] = set()
    first = at
    while first > 0 and (line := _line(text, text.line_start(first - 1))).strip():
        first = text.line_start(first - 1)
        if line.lstrip().startswith(b"#"):
            heading.append(line)
        elif heading:
            break
        elif found := _SETTING.match(line.lstrip()):
            names.add(found[1])
    end = at
    while end < len(text.content) and (line := _line(text, end)).strip():
        if found := _SETTING.match(line.lstrip()):
            names.add(found[1])
        end = text.next_line(end)
    others = names - {name.encode() for name in AUTHENTICATION}
    return bool(heading and others) and not any(map(_ABOUT_IT.search, heading))


def _line(text: Text, start: int) -> bytes:
    return text.content[start : text.line_end(start)]


def below(text: Text, anchor: ast.stmt, line: str, rule: str) -> Splice:
    """The splice that writes a line below a statement, with a blank line if that is long.

    Comments right below it that lead to nothing else belong to the statement.
    """
    at = end = text.line_end(text.end(anchor))
    while (following := text.next_line(end)) < len(text.content):
        end = text.line_end(following)
        if not text.content[following:end].lstrip().startswith(b"#"):
            break
        if text.next_line(end) >= len(text.content) or not _line(text, text.next_line(end)).strip():
            at = end
    gap = "\n" * (anchor.end_lineno != anchor.lineno)
    return text.splice(at, at, f"\n{gap}{text.indentation(anchor)}{line}", rule)


def above(text: Text, anchor: ast.stmt, line: str, rule: str) -> Splice:
    """The splice that writes a line above a statement of the module and its comments."""
    at = text.above(anchor)
    return text.splice(at, at, f"{line}\n", rule)


def at_end(text: Text, line: str, rule: str) -> Splice:
    """The splice that writes a line at the end of the file."""
    end = len(text.content)
    lead = "\n" * (end > 0 and not text.content.endswith(b"\n"))
    gap = "\n" * bool(text.content.strip())
    return text.splice(end, end, f"{lead}{gap}{line}\n", rule)
