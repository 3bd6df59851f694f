"""A patch in git's format as files, hunks and lines, with the rules that made each hunk.

Not by ``unidiff``: it gives a patch up that has `` b/`` in the path of a file, and leaves names in
the quotes that git writes them in; the pairs of lines would still be made here.
"""

from __future__ import annotations

import ast
import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from transformer.printable import shown
from transformer.tree import Edit

_WORD = re.compile(r"\w\w")
_HUNK = re.compile(rb"@@ -(\d+)(?:,\d+)? \+(\d+)(?:,(\d+))? @@ ?(.*)")


@dataclass(frozen=True)
class Line:
    """``kind`` is ``add``, ``del``, ``same`` or ``note``; the numbers are None on the other side.

    ``start``, ``middle`` and ``end`` together are the text; ``middle`` is what is new in it.
    """

    kind: str
    old: int | None
    new: int | None
    start: str
    middle: str = ""
    end: str = ""


@dataclass(frozen=True)
class Hunk:
    """``rules`` are the codes of the edits that it shows."""

    heading: str
    rules: tuple[str, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class ShownFile:
    """``status`` is ``added``, ``modified``, ``renamed`` or ``deleted``."""

    path: str
    old_path: str | None
    status: str
    added: int
    removed: int
    hunks: tuple[Hunk, ...]


def files(patch: bytes, edits: Sequence[Edit], prefix: str) -> list[ShownFile]:
    """The files of a patch, in its order. ``prefix`` stands in the patch, not in the edits."""
    parts = re.split(rb"^(?=diff --git )", patch, flags=re.MULTILINE)
    return [_file(part.split(b"\n"), edits, prefix) for part in parts if part]


def _file(lines: list[bytes], edits: Sequence[Edit], prefix: str) -> ShownFile:
    head = {}
    body = len(lines)
    for number, line in enumerate(lines):
        if line.startswith((b"@@ ", b"GIT binary patch")):
            body = number
            break
        for key in (b"--- ", b"+++ ", b"rename from ", b"rename to ", b"new file", b"deleted file"):
            if line.startswith(key):
                head[key.strip()] = _name(line[len(key) :])
    if b"rename to" in head:
        path = head[b"rename to"]
    elif head.get(b"+++", "/dev/null") != "/dev/null":
        path = head[b"+++"].removeprefix("b/")
    elif b"---" in head:
        path = head[b"---"].removeprefix("a/")
    else:
        # No text on either side: an empty or a binary file, whose two names are the same.
        names = lines[0][len(b"diff --git ") :]
        path = _name(names[len(names) // 2 + 1 :]).removeprefix("b/")
    old = head.get(b"rename from")
    status = "renamed" if old else "added" if b"new file" in head else "modified"
    if b"deleted file" in head:
        status = "deleted"
    path = path.removeprefix(prefix)
    mine = [edit for edit in edits if edit.path == path]
    hunks = tuple(_hunks(lines[body:], mine))
    counted = [line.kind for hunk in hunks for line in hunk.lines]
    return ShownFile(
        shown(path),
        shown(old.removeprefix(prefix)) if old else None,
        status,
        counted.count("add"),
        counted.count("del"),
        hunks,
    )


def _hunks(lines: list[bytes], edits: list[Edit]) -> Iterator[Hunk]:
    at = 0
    while at < len(lines):
        found = _HUNK.match(lines[at])
        if not found:
            at += 1
            continue
        end = at + 1
        while end < len(lines) and lines[end][:1] in (b" ", b"+", b"-", b"\\"):
            end += 1
        first, count = int(found[2]), int(found[3] or 1)
        rules = sorted({e.rule for e in edits if first <= e.line <= first + max(count - 1, 0)})
        shown = tuple(_lines(lines[at + 1 : end], int(found[1]), first))
        yield Hunk(_heading(found[4]), tuple(rules), shown)
        at = end


def _heading(text: bytes) -> str:
    """What git says a hunk is in: the line before it that begins with a letter, or nothing.

    Without a driver for Python, git takes an import for the beginning of something.
    """
    return "" if text.startswith((b"import ", b"from ")) else text.decode("utf-8", "replace")


def _lines(lines: list[bytes], old: int, new: int) -> Iterator[Line]:
    at = 0
    while at < len(lines):
        gone = _run(lines, at, b"-")
        come = _run(lines, at + len(gone), b"+")
        if gone or come:
            paired = len(gone) == len(come)
            for number, text in enumerate(gone):
                other = come[number] if paired else ""
                yield Line("del", old, None, *_emphasised(text, other, paired))
                old += 1
            for number, text in enumerate(come):
                other = gone[number] if paired else ""
                yield Line("add", None, new, *_emphasised(text, other, paired))
                new += 1
            at += len(gone) + len(come)
        elif lines[at][:1] == b"\\":
            yield Line("note", None, None, _text(lines[at])[1:].strip())
            at += 1
        else:
            yield Line("same", old, new, _text(lines[at])[1:])
            old, new, at = old + 1, new + 1, at + 1


def _run(lines: list[bytes], at: int, sign: bytes) -> list[str]:
    found = []
    while at < len(lines) and lines[at][:1] == sign:
        found.append(_text(lines[at])[1:])
        at += 1
    return found


def _emphasised(text: str, other: str, paired: bool) -> tuple[str, str, str]:
    """The text in three parts: the words both lines begin with, its own, what both end with."""
    if not paired:
        return (text, "", "")
    shortest = min(len(text), len(other))
    start = next((n for n in range(shortest) if text[n] != other[n]), shortest)
    while start and _in_word(text[start - 1 : start + 1], other[start - 1 : start + 1]):
        start -= 1
    left = shortest - start
    end = next((n for n in range(left) if text[-1 - n] != other[-1 - n]), left)
    while end and _in_word(text[-1 - end :][:2], other[-1 - end :][:2]):
        end -= 1
    if start + end < shortest // 4:
        return (text, "", "")
    return (text[:start], text[start : len(text) - end], text[len(text) - end :])


def _in_word(*pairs: str) -> bool:
    """Whether one of the places between two characters is inside a word."""
    return any(_WORD.fullmatch(pair) for pair in pairs)


def _text(line: bytes) -> str:
    return line.decode("utf-8", "replace").replace("\r", "␍")


def _name(quoted: bytes) -> str:
    """A path as git writes it: in C's quotes where it holds anything unusual."""
    quoted = quoted.rstrip(b"\t")
    if quoted.startswith(b'"'):
        quoted = ast.literal_eval(f"b{quoted.decode('ascii')}")
    return os.fsdecode(bytes(quoted))
