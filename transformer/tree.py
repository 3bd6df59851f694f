"""The project's files with the edits on top, in memory. Nothing here writes to the disk."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import accumulate
from pathlib import Path

from transformer.contents import Contents, View, each_position
from transformer.edits import Change, Create, Delete, Rename, Rewrite, Splice, splice


@dataclass(frozen=True, slots=True)
class Edit:
    """The provenance of one hunk: which rule changed which line.

    ``path`` and ``line`` are those of the finished tree: later edits of the file move them along.
    """

    rule: str
    path: str
    line: int


@dataclass(frozen=True)
class FileChange:
    """One file before and after: ``old_path`` names a rename.

    ``before`` is what the passes saw. It is None for a new file, ``after`` for one that goes.
    """

    path: str
    before: bytes | None
    after: bytes | None
    old_path: str | None = None

    @property
    def status(self) -> str:
        if self.before is None:
            return "added"
        if self.after is None:
            return "deleted"
        return "renamed" if self.old_path else "modified"


@dataclass
class Layer:
    """What one pass did; ``renamed`` maps a path after the pass to the one before it.

    ``written`` has None for a file that goes.
    """

    name: str
    edits: list[Edit] = field(default_factory=list)
    written: dict[str, bytes | None] = field(default_factory=dict)
    renamed: dict[str, str] = field(default_factory=dict)


class Tree:
    """An overlay over the folder ``root``: paths are relative to it, with ``/``.

    ``contents`` are what has been read of the folder so far.
    """

    def __init__(self, root: Path, files: Iterable[str], contents: Contents | None = None) -> None:
        self.root = root
        self._disk = contents or Contents(root)
        self._paths = set(files)
        self._content: dict[str, bytes | None] = {}
        self._origin: dict[str, str] = {}
        self.layers: list[Layer] = []
        # The paths that edits of the layers name.
        self._edited: set[str] = set()

    def __contains__(self, path: str) -> bool:
        return path in self._paths

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(self._paths))

    def read(self, path: str) -> bytes:
        """The bytes as they stand now. Raises OSError where the file cannot be read."""
        content = self._content.get(path)
        if content is not None:
            return content
        if path in self._content:
            raise FileNotFoundError(f"{path} has been deleted")
        return self._disk.read(self._origin.get(path, path))

    def view(self, path: str) -> View:
        """What :meth:`read` gives, but a large file that no pass has changed is mapped, not loaded.

        Raises OSError where the file cannot be read.
        """
        if path not in self._content:
            return self._disk.view(self._origin.get(path, path))
        return self.read(path)

    def read_before(self, path: str) -> bytes | None:
        """What the file held before the last layer; None for one that it made."""
        path = self.layers[-1].renamed.get(path, path)
        for layer in reversed(self.layers[:-1]):
            if path in layer.written:
                return layer.written[path]
            path = layer.renamed.get(path, path)
        try:
            return self._disk.read(path)
        except OSError:
            return None

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
                if path in self._edited:
                    moved = lines_after(before, splices)
                    self._replace_edits(path, lambda e: replace(e, line=moved(e.line)))
                ordered = sorted(splices, key=lambda s: s.start)
                places = each_position(after, _starts_after(ordered))
                layer.edits += [
                    Edit(part.rule, path, line)
                    for part, (line, _) in zip(ordered, places, strict=True)
                ]
                self._edited.add(path)
            case Create(path, content, rule):
                if path in self._paths:
                    raise ValueError(f"{path} exists")
                self._paths.add(path)
                self._content[path] = layer.written[path] = content
                layer.edits.append(Edit(rule, path, 1))
                self._edited.add(path)
            case Rename(path, to, rule):
                if to in self._paths:
                    raise ValueError(f"{to} exists")
                self._paths.remove(path)
                self._paths.add(to)
                for by_path in (self._content, layer.written):
                    if path in by_path:
                        by_path[to] = by_path.pop(path)
                self._origin[to] = self._origin.pop(path, path)
                layer.renamed[to] = layer.renamed.pop(path, path)
                if path in self._edited:
                    self._replace_edits(path, lambda e: replace(e, path=to))
                layer.edits.append(Edit(rule, to, 1))
                self._edited.add(to)
            case Delete(path, rule):
                self.read(path)
                self._paths.remove(path)
                self._content[path] = layer.written[path] = None
                layer.edits.append(Edit(rule, path, 1))

    def lay_out(self, path: str, content: bytes, splices: tuple[Splice, ...]) -> None:
        """Give a file that the last layer has written other white space: no edit of a rule."""
        moved = lines_after(self.read(path), splices)
        self._replace_edits(path, lambda e: replace(e, line=moved(e.line)))
        self._content[path] = self.layers[-1].written[path] = content

    def changes(self) -> list[FileChange]:
        """Every file that differs from the disk, sorted by path."""
        return self._differences(self._content, self._origin)

    def stages(self) -> list[list[FileChange]]:
        """For each layer, every file that differs from the disk once that layer is done."""
        content: dict[str, bytes | None] = {}
        origin: dict[str, str] = {}
        result = []
        for layer in self.layers:
            moved = [
                (to, content.pop(path, None), origin.pop(path, path))
                for to, path in layer.renamed.items()
            ]
            for to, bytes_, source in moved:
                origin[to] = source
                if bytes_ is not None:
                    content[to] = bytes_
            content.update(layer.written)
            result.append(self._differences(content, origin))
        return result

    def _differences(
        self, content: dict[str, bytes | None], origin: dict[str, str]
    ) -> list[FileChange]:
        result = []
        for path in sorted(content.keys() | origin.keys()):
            source = origin.get(path, path)
            try:
                before = self._disk.read(source)
            except OSError:
                before = None
            after = content.get(path, before)
            moved = source != path and before is not None
            if moved or before != after:
                result.append(FileChange(path, before, after, source if moved else None))
        return result

    def _replace_edits(self, path: str, change: Callable[[Edit], Edit]) -> None:
        for layer in self.layers:
            layer.edits = [change(e) if e.path == path else e for e in layer.edits]


def _starts_after(ordered: Iterable[Splice]) -> Iterator[int]:
    """Where the replacement of each splice starts once all are applied."""
    shift = 0
    for part in ordered:
        yield part.start + shift
        shift += len(part.replacement) - (part.end - part.start)


def lines_after(before: bytes, splices: tuple[Splice, ...]) -> Callable[[int], int]:
    """Where a line of the content stands once all splices are applied; 0 stays 0.

    A line that itself changes stays where its first change begins.
    """
    moves: dict[int, int] = defaultdict(int)
    for part in sorted(splices, key=lambda s: s.end):
        lost = before.count(b"\n", part.start, part.end)
        if by := part.replacement.count(b"\n") - lost:
            moves[part.end] += by
    lines = [line for line, _ in each_position(before, moves)]
    shifts = [0, *accumulate(moves.values())]
    return lambda line: line + shifts[bisect_right(lines, line)] if line else 0
