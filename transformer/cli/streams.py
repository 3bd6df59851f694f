"""Words for a terminal that has not all letters: ``LC_ALL=C`` without UTF-8, an old console."""

from __future__ import annotations

import codecs
import io
import sys

_PLAIN = {"·": "-", "…": "...", "—": "-", "“": '"', "”": '"', "→": "->"}


def make_printable() -> None:
    """Have stdout and stderr write other letters for those that their encoding lacks."""
    codecs.register_error("plain", _plain)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and "utf" not in stream.encoding.lower():
            stream.reconfigure(errors="plain")


def _plain(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lacking = error.object[error.start : error.end]
    words = (_PLAIN.get(c) or c.encode("ascii", "backslashreplace").decode() for c in lacking)
    return "".join(words), error.end
