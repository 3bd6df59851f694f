"""The project's text files that could mention the auth user at all."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from transformer.text.kinds import BINARY_SUFFIXES, is_binary, is_utf16
from transformer.tree import Tree, View

# Python is read by the passes that resolve names; compressed files only by `fixtures`.
PYTHON = frozenset({".py", ".pyi", ".pyw"})
COMPRESSED = frozenset({".gz", ".bz2", ".xz", ".lzma", ".zip"})


def candidates(tree: Tree, needle: bytes = b"auth") -> Iterator[tuple[str, View]]:
    """Path and content of every text file outside Python that holds the bytes ``needle``.

    A symbolic link is left out: the file that it points to is listed by its own path.
    A file that cannot be read is left out, too: git lists folders of submodules as files.
    """
    for path in tree:
        suffix = PurePosixPath(path).suffix.lower()
        if suffix in PYTHON or suffix in BINARY_SUFFIXES or suffix in COMPRESSED:
            continue
        if (tree.root / path).is_symlink():
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
