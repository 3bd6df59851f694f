"""Small projects on disk, put through a pass."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from transformer.findings import Finding
from transformer.options import Options
from transformer.pipeline import chosen_passes
from transformer.project import Project
from transformer.semantics import References
from transformer.tree import Tree


@dataclass(frozen=True)
class Done:
    """A project after one pass; ``root`` still holds the files as they were."""

    root: Path
    tree: Tree
    findings: list[Finding]
    pass_name: str
    options: Mapping[str, Any]

    def text(self, path: str) -> str:
        return self.tree.read(path).decode()

    def new_path(self, path: str) -> str:
        renamed = {old: new for layer in self.tree.layers for new, old in layer.renamed.items()}
        return renamed.get(path, path)

    def again(self) -> Done:
        """The same pass over the result of the first run."""
        files = {path: self.tree.read(path) for path in self.tree}
        return migrated(
            self.root.parent / (self.root.name + "+"), files, self.pass_name, **self.options
        )


def project_of(root: Path) -> Project:
    files = tuple(
        sorted(path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file())
    )
    return Project(root, root.name, None, (), None, (), files)


def migrated(root: Path, files: Mapping[str, str | bytes], pass_name: str, **options: Any) -> Done:
    """Writes the files, runs the pass over them and carries out its changes in memory."""
    for path, content in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(content.encode() if isinstance(content, str) else content)
    return over(root, pass_name, **options)


def over(root: Path, pass_name: str, **options: Any) -> Done:
    """Runs the pass over what stands in ``root``."""
    project = project_of(root)
    tree = Tree(root, project.files)
    chosen = Options(**options)
    (chosen_pass,) = chosen_passes((pass_name.replace("_", "-"),))
    tree.begin(pass_name)
    findings = []
    for outcome in chosen_pass.run(project, References(project, tree), tree, chosen):
        if isinstance(outcome, Finding):
            findings.append(outcome)
        else:
            tree.apply(outcome)
    return Done(root, tree, findings, pass_name, options)
