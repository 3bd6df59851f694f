"""The real pipeline over a small project: files in, the finished tree and the findings out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from tests.projects import project_at, write_files
from transformer import pipeline
from transformer.codemod.passes import Pass
from transformer.findings import Finding
from transformer.options import Options
from transformer.pipeline import Migration, all_passes
from transformer.project import Project
from transformer.strategies import finalize, rename_table
from transformer.tree import Edit, FileChange, Tree


@dataclass(frozen=True)
class Done:
    """What the passes made of the files below ``root``, where nothing has changed yet."""

    root: Path
    find: Callable[[Path], Project]
    migration: Migration

    @property
    def tree(self) -> Tree:
        return self.migration.tree

    @property
    def changes(self) -> tuple[FileChange, ...]:
        return self.migration.changes

    @property
    def findings(self) -> list[Finding]:
        return list(self.migration.findings)

    @property
    def codes(self) -> list[str]:
        """The code of every finding, sorted: as often as it is said."""
        return sorted(finding.code for finding in self.findings)

    @property
    def edits(self) -> list[Edit]:
        return [edit for layer in self.tree.layers for edit in layer.edits]

    @property
    def changed(self) -> dict[str, str]:
        """The text of every file that is new or another one, by its path."""
        return {c.path: c.after.decode() for c in self.changes if c.after is not None}

    def text(self, path: str) -> str:
        return self.tree.read(path).decode()

    def new_path(self, path: str) -> str:
        """Where a file stands after the passes."""
        renamed = {old: new for layer in self.tree.layers for new, old in layer.renamed.items()}
        return renamed.get(path, path)

    def write(self) -> None:
        """Carry the changes out on the disk."""
        for change in self.changes:
            for gone in (change.old_path, change.path if change.after is None else None):
                if gone is not None:
                    (self.root / gone).unlink()
            if change.after is not None:
                (self.root / change.path).parent.mkdir(parents=True, exist_ok=True)
                (self.root / change.path).write_bytes(change.after)

    def again(self) -> Done:
        """The same passes over the result, which is written first."""
        self.write()
        was = self.migration
        return replace(self, migration=pipeline.run(self.find(self.root), was.options, was.passes))


def run_passes(
    root: Path,
    files: Mapping[str, str | bytes],
    *names: str,
    options: Options | None = None,
    find: Callable[[Path], Project] = project_at,
) -> Done:
    """Write the files below ``root`` and run the passes of these names over all that is there.

    Text loses the indentation that its lines have in common, bytes stay as they are. ``find`` says
    what the project is.
    """
    write_files(root, files)
    passes = [pass_named(name) for name in names]
    return Done(root, find, pipeline.run(find(root), options or Options(), passes))


def pass_named(name: str) -> Pass:
    """A pass by its name, those of commands of their own among them."""
    passes = (*all_passes(), finalize.PASS, rename_table.PASS)
    return next(each for each in passes if each.name == name)
