"""The calls of Django's command line in shell code, also in words and texts for another shell.

The grammar is that of tree-sitter-bash.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from transformer.strategies.deploy.calls import Invocation, Programs, Subcommand, Word, invocation
from transformer.strategies.deploy.shell_statements import (
    adoption_like,
    parent_of,
    whole_statement,
    with_adoption,
)
from transformer.strategies.deploy.snippets import Snippet

if TYPE_CHECKING:
    from tree_sitter import Node, Parser

Block = tuple[int, ...]


@dataclass(frozen=True)
class Call:
    """``adopt`` is the same call with ``adopt_users``; ``at`` the place of ``migrate`` in the file.

    ``start:end`` are the bytes of the statement in the file, and ``replacement`` what they become;
    None where nothing can be said, and not ``sure`` where it may behave otherwise. ``block`` names
    the statements that run whenever this one does: a call serves those after it whose block begins
    with its own, and whose ``scope`` (the folder, the settings, the machine) is the same.
    """

    kind: Subcommand
    adopt: bytes
    at: int
    start: int
    end: int
    replacement: bytes | None
    block: Block = ()
    sure: bool = True
    scope: bytes = b""


# What has a condition, or a life of its own.
_BLOCKS_WORDS = (
    "if_statement elif_clause else_clause while_statement for_statement do_group case_item "
    "function_definition subshell compound_statement command_substitution list"
)
_BLOCKS = frozenset(_BLOCKS_WORDS.split())
_SHELLS = re.compile(r"(?:.*/)?(?:sh|bash|dash|ash|zsh|ksh|su|runuser)")
_DASH_C = re.compile(r"-\w*c")
_REMOTE = frozenset({"ssh"})
_ONE_WORD = frozenset({"heroku", "fly", "flyctl", "eb"})
_PROSE = re.compile(
    r"(?i)(?:.*/)?(?:echo|printf|print|cat|true|false|:|#|die|error|err|info|warn|warning|success|"
    r"fail|msg|message|say|notice|debug|git|grep|read|usage|help|\w*log\w*|\w*echo\w*|\w*print\w*)"
)
_MOVE = re.compile(
    rb"(?:cd|pushd|popd)\b|(?:export[ \t]+)?\w*(?:SETTINGS|DATABASE|DB)\w*=(?!\S*[ \t])"
)
_EXPRESSION = re.compile(rb"\{\{[ \t]*(\w+)[ \t]*\}\}")
_ERREXIT = re.compile(
    rb"^[ \t]*set[ \t]+-\w*e|-o[ \t]+errexit|\A#![^\n]*sh[ \t]+-\w*e", re.MULTILINE
)


def calls(snippet: Snippet, programs: Programs, block: Block = ()) -> list[Call]:
    """Every call in a snippet, in its order; what only prints one is HARMLESS."""
    if _ERREXIT.search(snippet.raw):
        snippet = replace(snippet, errexit=True)
    root = parser().parse(snippet.code).root_node
    moves = list(_moves(root, snippet))
    return [
        replace(call, scope=b";".join([*(text for at, text in moves if at < call.at), call.scope]))
        for call in _walk(root, snippet, programs, block)
    ]


def _moves(node: Node, snippet: Snippet) -> Iterator[tuple[int, bytes]]:
    """What makes the same words mean another database, such as ``cd``."""
    text = snippet.code[node.start_byte : node.end_byte]
    if node.type in {"command", "declaration_command", "variable_assignment"} and _MOVE.match(text):
        yield snippet.place(node.start_byte), text
    else:
        for child in node.children:
            yield from _moves(child, snippet)


@cache
def parser() -> Parser:
    import tree_sitter_bash
    from tree_sitter import Language, Parser

    return Parser(Language(tree_sitter_bash.language()))


def _walk(node: Node, snippet: Snippet, programs: Programs, block: Block) -> Iterator[Call]:
    if node.type in _BLOCKS and not (node.type == "list" and parent_of(node).type == "list"):
        block = (*block, snippet.place(node.start_byte))
    if node.type == "command":
        yield from _command(node, snippet, programs, block)
    for child in node.children:
        yield from _walk(child, snippet, programs, block)


def _command(node: Node, snippet: Snippet, programs: Programs, block: Block) -> Iterator[Call]:
    words = words_of(node, snippet)
    if not words:
        return
    found = invocation(words, programs)
    head = words[0].value
    if found is not None:
        prose = _PROSE.fullmatch(head) is not None
        yield _call(node, snippet, found, block, prose=prose)
        return
    yield from _in_words(node, words, snippet, programs, block)
    yield from _in_heredoc(node, words, snippet, programs, block)


def words_of(node: Node, snippet: Snippet) -> list[Word]:
    """The name and the arguments of a command, as far as they are words."""
    parts = [n for n in node.named_children if n.type not in {"variable_assignment"}]
    parts = [n for n in parts if "redirect" not in n.type]
    return [Word(n.start_byte, n.end_byte, _value(snippet, n)) for n in parts]


def _value(snippet: Snippet, node: Node) -> str:
    raw = snippet.raw[node.start_byte : node.end_byte]
    if variable := _EXPRESSION.fullmatch(raw):
        return f"${variable[1].decode()}"
    text = snippet.code[node.start_byte : node.end_byte].decode("utf-8", "replace")
    return re.sub(r"\\\r?\n|[\"']|\\(?=[^\w\s])", "", text)


def _call(
    node: Node, snippet: Snippet, found: Invocation, block: Block, *, prose: bool = False
) -> Call:
    kind = Subcommand.HARMLESS if prose else found.kind
    adopt = adoption_like(snippet, node.start_byte, found)
    statement = whole_statement(node)
    replacement = None
    if found.certain:
        replacement = with_adoption(statement, snippet, adopt)
    if (replacement or b"").startswith(adopt + b" && ") and parent_of(statement).type != "list":
        # It becomes a list, and what a list holds serves nothing after it.
        block = (*block, snippet.place(statement.start_byte))
    return Call(
        kind,
        adopt,
        snippet.place(found.subcommand.start),
        snippet.place(statement.start_byte),
        snippet.past(statement.end_byte),
        replacement,
        block,
    )


def _in_words(
    node: Node, words: list[Word], snippet: Snippet, programs: Programs, block: Block
) -> Iterator[Call]:
    """Calls inside a quoted word: another shell may read it."""
    head = words[0].value.rpartition("/")[2]
    parts = {n.start_byte: n for n in node.named_children}
    for index, word in enumerate(words):
        part = parts[word.start]
        if part.type not in {"string", "raw_string"}:
            continue
        quote = snippet.code[word.start : word.start + 1]
        inner = snippet.inner(word.start + 1, word.end - 1, quote)
        found = calls(inner, programs, (*block, snippet.place(word.start)))
        if not found:
            continue
        shell = any(_SHELLS.fullmatch(w.value) for w in words[:index])
        dash_c = index > 0 and _DASH_C.fullmatch(words[index - 1].value) is not None
        if (shell and dash_c) or head in _REMOTE:
            yield from found
        elif head in _ONE_WORD:
            yield from (_outer(node, word, words, snippet, inner, programs, block) or found)
        else:
            prose = _PROSE.fullmatch(head) is not None
            yield from (
                replace(c, kind=Subcommand.HARMLESS if prose else c.kind, replacement=None)
                for c in found
            )


def _outer(
    node: Node,
    word: Word,
    words: list[Word],
    snippet: Snippet,
    inner: Snippet,
    programs: Programs,
    block: Block,
) -> list[Call] | None:
    """``heroku run "manage.py migrate" -a shop``: no shell reads the word, so all is repeated.

    None where the word holds more than the call.
    """
    root = parser().parse(inner.code).root_node
    if root.named_child_count != 1 or root.named_children[0].type != "command":
        return None
    only = root.named_children[0]
    found = invocation(words_of(only, inner), programs)
    if found is None:
        return None
    shift = word.start + 1
    moved = replace(
        found,
        subcommand=_moved(found.subcommand, shift),
        kept=tuple(_moved(each, shift) for each in found.kept),
    )
    tail = snippet.raw[word.end - 1 : words[-1].end]
    adopt = adoption_like(snippet, node.start_byte, moved, tail)
    call = _call(node, snippet, moved, block)
    statement = whole_statement(node)
    return [replace(call, adopt=adopt, replacement=with_adoption(statement, snippet, adopt))]


def _moved(word: Word, shift: int) -> Word:
    return Word(word.start + shift, word.end + shift, word.value)


def _in_heredoc(
    node: Node, words: list[Word], snippet: Snippet, programs: Programs, block: Block
) -> Iterator[Call]:
    """``ssh host <<EOF``: the shell at the other end reads the lines."""
    parent = parent_of(node)
    if parent.type != "redirected_statement":
        return
    head = words[0].value.rpartition("/")[2]
    shell = head in _REMOTE or any(_SHELLS.fullmatch(w.value) for w in words)
    to_file = any(n.type == "file_redirect" for n in parent.named_children)
    for redirect in parent.named_children:
        if redirect.type != "heredoc_redirect":
            continue
        for body in redirect.named_children:
            if body.type != "heredoc_body":
                continue
            inner = snippet.inner(body.start_byte, body.end_byte)
            inner = replace(inner, lines=snippet.lines)
            found = calls(inner, programs, (*block, snippet.place(body.start_byte)))
            if shell:
                yield from found
                continue
            kind = None if to_file or not _PROSE.fullmatch(head) else Subcommand.HARMLESS
            yield from (replace(c, kind=kind or c.kind, replacement=None) for c in found)
