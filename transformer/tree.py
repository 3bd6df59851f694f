"""The project's files with the edits on top, in memory. Nothing here writes to the disk."""

from __future__ import annotations

import mmap
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

from transformer.edits import Change, Create, Rename, Rewrite, splice

# What `Tree.view` gives: both slice to bytes, have `find`, and are searched by `re`.
View: TypeAlias = bytes | mmap.mmap

# Dumps of whole databases are searched without loading them.
MAPPED_FROM = 8 * 1024 * 1024


@dataclass(frozen=True)
class Edit:
    """The provenance of one hunk: which rule changed which line (of the new text)."""

    rule: str
    path: str
    line: int


@dataclass(frozen=True)
class FileChange:
    """One file before and after: ``before`` is None for a new file, ``old_path`` names a rename."""

    path: str
    before: bytes | None
    after: bytes
    old_path: str | None = None

    @property
    def status(self) -> str:
        if self.before is None:
            return "added"
        return "renamed" if self.old_path else "modified"


@dataclass
class Layer:
    """What one pass did to the tree."""

    name: str
    edits: list[Edit] = field(default_factory=list)
    written: dict[str, bytes] = field(default_factory=dict)
    renamed: dict[str, str] = field(default_factory=dict)


class Tree:
    """An overlay over the folder ``root``: paths are relative to it, with ``/``."""

    def __init__(self, root: Path, files: Iterable[str]) -> None:
        self.root = root
        self._paths = set(files)
        self._content: dict[str, bytes] = {}
        self._origin: dict[str, str] = {}
        self.layers: list[Layer] = []

    def __contains__(self, path: str) -> bool:
        return path in self._paths

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(self._paths))

    def read(self, path: str) -> bytes:
        """The bytes as they stand now. Raises OSError where the file cannot be read."""
        if path in self._content:
            return self._content[path]
        return (self.root / self._origin.get(path, path)).read_bytes()

    def view(self, path: str) -> View:
        """What :meth:`read` gives, but a large file that no pass has changed is mapped, not loaded.

        Raises OSError where the file cannot be read.
        """
        if path not in self._content:
            on_disk = self.root / self._origin.get(path, path)
            if on_disk.stat().st_size >= MAPPED_FROM:
                with on_disk.open("rb") as file:
                    return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        return self.read(path)

    def occupied(self, path: str) -> bool:
        """Whether something stands at ``path``, also a folder or a file that git ignores."""
        if path in self._paths or any(p.startswith(path + "/") for p in self._paths):
            return True
        return (self.root / path).exists()

    def begin(self, name: str) -> Layer:
        """Start the layer of a pass: what follows is recorded under its name."""
        layer = Layer(name)
        self.layers.append(layer)
        return layer

    def apply(self, change: Change) -> None:
        """Carry out one change in memory. Raises ValueError for a change that does not fit."""
        layer = self.layers[-1]
        match change:
            case Rewrite(path, splices):
                before = self.read(path)
                after = splice(before, splices)
                if after == before:
                    return
                self._content[path] = layer.written[path] = after
                shift = 0
                for part in sorted(splices, key=lambda s: s.start):
                    line = after.count(b"\n", 0, part.start + shift) + 1
                    shift += len(part.replacement) - (part.end - part.start)
                    layer.edits.append(Edit(part.rule, path, line))
            case Create(path, content, rule):
                if path in self._paths:
                    raise ValueError(f"{path} exists")
                self._paths.add(path)
                self._content[path] = layer.written[path] = content
                layer.edits.append(Edit(rule, path, 1))
            case Rename(path, to, rule):
                if to in self._paths:
                    raise ValueError(f"{to} exists")
                self._paths.remove(path)
                self._paths.add(to)
                if path in self._content:
                    self._content[to] = self._content.pop(path)
                self._origin[to] = self._origin.pop(path, path)
                layer.renamed[to] = path
                layer.edits.append(Edit(rule, to, 1))

    def changes(self) -> list[FileChange]:
        """Every file that differs from the disk, sorted by path."""
        result = []
        for path in sorted(self._content.keys() | self._origin.keys()):
            origin = self._origin.get(path, path)
            on_disk = self.root / origin
            before = on_disk.read_bytes() if on_disk.is_file() else None
            after = self.read(path)
            if origin != path or before != after:
                result.append(FileChange(path, before, after, origin if origin != path else None))
        return result
