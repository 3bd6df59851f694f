"""Strings of YAML and JSON as what a shell reads, and lists of strings as one command."""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence
from dataclasses import replace

from transformer.formats.nodes import Scalar
from transformer.strategies.deploy.calls import Programs, Subcommand, Word, invocation
from transformer.strategies.deploy.shell import Block, Call, calls, parser, words_of
from transformer.strategies.deploy.snippets import Snippet, mask, snippet

_BLOCK = re.compile(rb"[|>](?:[+-]?([1-9])?[+-]?)[ \t]*(?:#[^\n]*)?\r?\n")


def of_scalar(view: bytes, node: Scalar, **facts: bool) -> Snippet | None:
    """The value of a string; None where its bytes are not those of its value."""
    if not node.editable:
        return _of_block(view, node, **facts)
    raw = view[node.start : node.end]
    quote = view[node.start - 1 : node.start]
    code = raw
    if quote == b'"':
        if re.search(rb"\\[^\"\\]", code.replace(rb"\\", b"  ")):
            return None
        code = re.sub(rb"\\([\"\\])", rb" \1", code)
    elif quote == b"'":
        code = code.replace(b"''", b" '")
    code = re.sub(rb"\r?\n", lambda found: b" " * len(found[0]), code)
    return snippet(view, node.start, node.end, code, **facts)


def _of_block(view: bytes, node: Scalar, **facts: bool) -> Snippet | None:
    """The lines of a block scalar of YAML, without their indentation."""
    header = _BLOCK.match(view, node.start)
    if header is None or node.value is None:
        return None
    body = view[header.end() : node.end]
    lines = body.splitlines(keepends=True)
    full = [line for line in lines if line.strip()]
    if not full:
        return None
    width = min(len(line) - len(line.lstrip(b" ")) for line in full)
    folded = view[node.start : node.start + 1] == b">"
    parts: list[bytes] = []
    offsets: list[int] = []
    at = header.end()
    for line in lines:
        kept = line[width:] if line.strip() else line.lstrip(b" ")
        offsets.extend(range(at + len(line) - len(kept), at + len(line)))
        parts.append(kept)
        at += len(line)
    raw = b"".join(parts)
    code = re.sub(rb"\n(?=\S)", b" ", raw) if folded else raw
    return Snippet(view, raw, mask(code), offsets, not folded, b" " * width, **facts)


def of_words(
    view: bytes, nodes: Sequence[Scalar], programs: Programs, block: Block = ()
) -> list[Call]:
    """The calls of a command that is a list of its words, and is run without a shell."""
    words = [Word(n.start, n.end, n.value or "") for n in nodes]
    for index in range(2, len(words) + 1):
        shell, flag = words[index - 2].value, words[index - 1].value
        if re.fullmatch(r"(?:.*/)?(?:ba|da|a|z)?sh", shell) and re.fullmatch(r"-\w*c", flag):
            if index == len(words):
                return []
            inner = of_scalar(view, nodes[index])
            return calls(inner, programs, block) if inner else []
    masked = [replace(w, value=mask(w.value.encode()).decode()) for w in words]
    found = invocation(masked, programs)
    if found is None:
        return []
    upto = words.index(next(w for w in words if w.start == found.subcommand.start))
    plain = [w.value for w in words[:upto]]
    kept = [next(w.value for w in words if w.start == k.start) for k in found.kept]
    adopt = _join([*plain, Subcommand.ADOPT.value, *kept])
    own = _join([w.value for w in words])
    first, last = nodes[0], nodes[-1]
    start, end = first.start - 1, last.end + 1
    replacement = None
    # One line in brackets; a list over several lines is left to a person.
    if view[start : start + 1] == b'"' and b"\n" not in view[start:end]:
        line = f"{adopt} && exec {own}"
        if "\\" not in line and '"' not in line:
            replacement = b'"sh", "-c", "' + line.encode() + b'"'
    return [
        Call(
            found.kind,
            adopt.encode(),
            found.subcommand.start,
            start if replacement else first.start,
            end if replacement else last.end,
            replacement,
            block,
            sure=False,
        )
    ]


def _join(words: Sequence[str]) -> str:
    """The words as a shell takes them; expressions of a template and variables stay as they are."""
    return " ".join(
        w if re.fullmatch(r"[\w@%+=:,./{}$ -]*[{}$][^'\"\\`;&|<>]*", w) else shlex.quote(w)
        for w in words
    )


def of_argv(view: bytes, node: Scalar, programs: Programs, block: Block = ()) -> list[Call]:
    """The calls of a string that is split into words, and is run without a shell."""
    text = of_scalar(view, node)
    if text is None:
        return []
    found = calls(text, programs, block)
    root = parser().parse(text.code).root_node
    single = root.named_child_count == 1 and root.named_children[0].type == "command"
    if not single:
        return [replace(c, replacement=None) for c in found]
    if invocation(words_of(root.named_children[0], text), programs) is None:
        # `sh -c "…"`: what is inside is read by a shell.
        return found
    quote = b"'" if view[node.start - 1 : node.start] != b"'" else b'"'
    if re.search(rb"[\"'\\$`]", text.raw) or not node.editable:
        return [replace(c, replacement=None) for c in found]
    return [
        replace(
            c,
            start=node.start,
            end=node.end,
            replacement=b"sh -c " + quote + c.adopt + b" && exec " + text.raw.strip() + quote,
            block=block,
            sure=False,
        )
        for c in found
    ]
