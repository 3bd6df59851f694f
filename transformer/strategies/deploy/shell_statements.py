"""The statement of a shell that a call stands in, with the call of ``adopt_users`` before it.

What may stand there depends on what is around it: under ``set -e`` a shell does not end when a
command fails that is not the last one of a list ``a && b``, so ``adopt_users && migrate`` would go
on to start the server where ``migrate`` alone did not.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from transformer.strategies.deploy.calls import COMMAND, Invocation
from transformer.strategies.deploy.snippets import Snippet

if TYPE_CHECKING:
    from tree_sitter import Node

_CONDITIONS = frozenset({"if_statement", "elif_clause", "while_statement"})
_STRANGE = frozenset({"command_substitution", "process_substitution", "ERROR", "negated_command"})


def adoption_like(snippet: Snippet, start: int, found: Invocation, tail: bytes = b"") -> bytes:
    """The call of ``adopt_users`` in the form of the one that was found."""
    parts = [snippet.raw[start : found.subcommand.start] + COMMAND]
    parts += [snippet.raw[word.start : word.end] for word in found.kept]
    text = b" ".join(parts) + tail
    # `exec` would put it in place of the shell that goes on to `migrate`.
    text = re.sub(rb"^((?:\w+=\S*\s+)*)exec\s+", rb"\1", text)
    return re.sub(rb"\s*\\?\r?\n\s*", b" ", text)


def whole_statement(node: Node) -> Node:
    """The whole pipeline with its redirections."""
    while parent_of(node).type in {"redirected_statement", "pipeline"}:
        node = parent_of(node)
    return node


def parent_of(node: Node) -> Node:
    return node.parent or node


def with_adoption(statement: Node, snippet: Snippet, adopt: bytes) -> bytes | None:
    """The statement with the adoption before it; None where that may mean something else."""
    up: Node | None = statement.parent
    while up is not None:
        if up.type in _STRANGE:
            return None
        up = up.parent
    parent = parent_of(statement)
    own = snippet.view[snippet.place(statement.start_byte) : snippet.past(statement.end_byte)]
    last = _is_last(statement) and not snippet.followed
    if parent.type == "list":
        before = statement.prev_sibling
        if before is not None and before.type != "&&":
            return None
        ends = before is not None and parent_of(parent).type != "list"
        if ends and snippet.errexit and not last:
            return b"{ " + adopt + b"; " + own + b"; }"
        return adopt + b" && " + own
    if parent.type in _CONDITIONS and parent.child_by_field_name("condition") == statement:
        return adopt + b" && " + own
    if snippet.lines and (head := _line_head(statement, snippet)) is not None:
        return adopt + head + own
    if parent.type == "program" and parent.named_child_count == 1 and last:
        return adopt + b" && " + own
    return adopt + b"; " + own


def _is_last(statement: Node) -> bool:
    """Whether nothing of the program follows."""
    node = statement
    while node.parent is not None:
        after = node.next_named_sibling
        while after is not None and after.type == "comment":
            after = after.next_named_sibling
        if after is not None:
            return False
        node = node.parent
    return True


def _line_head(statement: Node, snippet: Snippet) -> bytes | None:
    """The line break and the indentation, where the statement begins its line."""
    start = statement.start_byte
    line = snippet.code.rfind(b"\n", 0, start) + 1
    continued = snippet.code[:line].rstrip(b"\r\n").endswith(b"\\")
    if snippet.code[line:start].strip(b" \t") or continued:
        return None
    end = snippet.code.find(b"\n", start)
    windows = end > 0 and snippet.code[end - 1 : end] == b"\r"
    return (b"\r\n" if windows else b"\n") + snippet.indent + snippet.raw[line:start]
