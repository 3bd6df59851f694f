"""Names and texts as they may be shown: a terminal, a page or a log obeys what stands in them.

Control characters, line breaks in a name, marks that turn the direction of the text around, and
bytes that are no UTF-8 appear as escapes.
"""

from __future__ import annotations

import re

_CONTROL = r"\x00-\x08\x0b-\x1f\x7f-\x9f"
_TURNING = "\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069"
_BYTES = "\ud800-\udfff"
_IN_TEXT = re.compile(f"[{_CONTROL}{_TURNING}{_BYTES}]")
_IN_NAME = re.compile(f"[\t\n{_CONTROL}{_TURNING}{_BYTES}]")


def shown(name: str) -> str:
    """A name, or a sentence with one, on one line."""
    return _IN_NAME.sub(_escape, name)


def shown_text(text: str) -> str:
    """A text with lines of its own."""
    return _IN_TEXT.sub(_escape, text)


def _escape(found: re.Match[str]) -> str:
    number = ord(found[0])
    if 0xDC80 <= number <= 0xDCFF:  # a byte, as the file system's names have it
        return f"\\x{number - 0xDC00:02x}"
    return found[0].encode("unicode_escape").decode()
