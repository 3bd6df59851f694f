"""How deep source is nested, told from its bytes alone.

LibCST's parser is native: where it runs out of stack, it takes the process with it, and on the way
there it takes seconds and gigabytes. So it is given nothing that is nested deeper than Python reads
itself. Brackets in strings and comments count as well: what is not read is reported.
"""

from __future__ import annotations

import re

# Python's tokenizer takes no more brackets than that.
MAX_BRACKETS = 200
# How many operators of a line may wait for what comes after them.
MAX_WAITING = 500

_BRACKET = re.compile(rb"[](){}[]")
_OPENING = frozenset(b"([{")
_WAITING = re.compile(rb"\b(?:not|lambda|else|await)\b|\*\*")
_SIGNS = re.compile(rb"(?:[-+~] ?){%d}" % MAX_WAITING)


def check_depth(source: bytes) -> None:
    """Raise RecursionError where the source is nested too deep to be given to LibCST.

    >>> check_depth(b"f(" * 1000)
    Traceback (most recent call last):
    RecursionError: more than 200 brackets in each other
    """
    depth = 0
    for bracket in _BRACKET.finditer(source):
        depth = depth + 1 if source[bracket.start()] in _OPENING else max(depth - 1, 0)
        if depth > MAX_BRACKETS:
            raise RecursionError(f"more than {MAX_BRACKETS} brackets in each other")
    for line in source.split(b"\n"):
        many = len(line) > MAX_WAITING and len(_WAITING.findall(line)) > MAX_WAITING
        if many or _SIGNS.search(line):
            raise RecursionError(f"more than {MAX_WAITING} operators in a line")
