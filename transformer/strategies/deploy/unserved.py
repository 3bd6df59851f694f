"""The calls that run before anything has let their database adopt."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator

from transformer.strategies.deploy.calls import Call, Subcommand

# What makes the same words mean another database.
_MOVE = re.compile(rb"\b(?:cd|pushd|popd)[ \t]|\w*(?:SETTINGS|DATABASE|DB)\w*=")
# A line break inside a list of commands.
_LIST = re.compile(rb"(?:&&|\\)[ \t\r]*\n|\n[ \t]*&&")
# What may stand on its line before a call, if it is to serve the lines below.
_BEFORE_ADOPTION = re.compile(rb"[^&|;)]*")
_BEFORE_OTHERS = re.compile(rb"[ \t@+-]*[\"']?")


# What is further away than this serves nothing: a file may hold any number of calls.
_FAR = 20_000
_FEW = 20


def unserved(view: bytes, found: Iterable[Call]) -> Iterator[Call]:
    """The calls before which an adoption is missing; one that is put there serves what follows."""
    adopted: deque[Call] = deque(maxlen=_FEW)
    making: deque[Call] = deque(maxlen=_FEW)
    for call in sorted(found, key=lambda call: call.at):
        if call.kind is Subcommand.MAKEMIGRATIONS:
            making.append(call)
        elif call.kind is Subcommand.TENANTS:
            yield call
        elif call.kind is Subcommand.ADOPT or any(_serves(view, c, call) for c in adopted):
            adopted.appendleft(call)
        else:
            # makemigrations compares the history as well, and would be refused first.
            first = next((each for each in making if _serves(view, each, call)), call)
            yield first
            adopted.appendleft(first)


def _serves(view: bytes, first: Call, then: Call) -> bool:
    """Whether ``then`` finds the database that ``first`` found, whenever it runs.

    It does on the same line, and on lines below as long as none stands further left: those belong
    to another branch, job or target.
    """
    if first.adopt != then.adopt or then.start - first.end > _FAR:
        return False
    between = view[first.end : then.start]
    if b"\n" not in _LIST.sub(b"", between):
        return first.within == then.within and not _MOVE.search(between)
    head, own = _head(view, first), _head(view, then)
    adopts = first.kind is Subcommand.ADOPT
    if not (adopts and head == own):
        before = _BEFORE_ADOPTION if adopts else _BEFORE_OTHERS
        if not before.fullmatch(head) or _quotes(first) != _quotes(then) or _MOVE.search(own):
            return False
    above = between[: len(between) - len(own)]
    depth = _step(view, first) if adopts else _indentation(head)
    lines = [own, *(line for line in above.split(b"\n")[1:] if line.strip())]
    return not _MOVE.search(above) and all(_indentation(line) >= depth for line in lines)


def _head(view: bytes, call: Call) -> bytes:
    """What stands before the call on its line."""
    return view[view.rfind(b"\n", 0, call.start) + 1 : call.start]


def _quotes(call: Call) -> int:
    """Where the quotes begin around the call; those of the call alone are none."""
    return -1 if call.within == call.start else call.within


def _indentation(line: bytes) -> int:
    """That of a comment is the deepest: it ends nothing."""
    return 1 << 30 if line.lstrip().startswith(b"#") else len(line) - len(line.lstrip())


def _step(view: bytes, call: Call) -> int:
    """How far right the call stands, or the item of a list of YAML that it is part of."""
    *lines, head = view[max(0, call.start - _FAR) : call.start].split(b"\n")
    depth = own = _indentation(head)
    for line in reversed(lines):
        if line.strip() and _indentation(line) < depth:
            depth = _indentation(line)
            if line.lstrip().startswith(b"- "):
                return depth
    return own
