"""The project's text files that could mention the auth user at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from posixpath import splitext

from transformer.contents import View
from transformer.formats.kinds import BINARY_SUFFIXES, is_binary, is_utf16
from transformer.tree import Tree

# Python is read by the passes that resolve names, its stubs as text; compressed files only by
# `fixtures`.
PYTHON = frozenset({".py", ".pyw"})
COMPRESSED = frozenset({".gz", ".bz2", ".xz", ".lzma", ".zip"})
_NO_TEXT = PYTHON | BINARY_SUFFIXES | COMPRESSED


def candidates(
    tree: Tree, needle: bytes = b"auth", among: Callable[[str], bool] = lambda path: True
) -> Iterator[tuple[str, View]]:
    """Path and content of every text file outside Python that holds the bytes ``needle``.

    Only paths ``among`` those are looked at. A file that cannot be read is left out.
    """
    for path in tree:
        if splitext(path)[1].lower() in _NO_TEXT or not among(path):
            continue
        try:
            view = tree.view(path)
        except OSError:
            continue
        if mentions(view, needle) and not is_binary(path, view):
            yield path, view


def mentions(view: View, needle: bytes) -> bool:
    """Also in UTF-16, which a shell of Windows writes for ``dumpdata > users.json``."""
    return view.find(b"\0".join(bytes((b,)) for b in needle) if is_utf16(view) else needle) >= 0
