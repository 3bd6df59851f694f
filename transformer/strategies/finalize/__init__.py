"""The pass of ``usershift finalize``: a plain users app, once every database has adopted."""

from __future__ import annotations

from collections.abc import Iterator

from transformer.codemod.passes import Outcome, Pass
from transformer.options import Options
from transformer.project import Project
from transformer.semantics import References
from transformer.strategies.finalize import left_in_scripts
from transformer.strategies.finalize.plain import make_plain
from transformer.tree import Tree


def run(
    project: Project, references: References, tree: Tree, options: Options
) -> Iterator[Outcome]:
    yield from left_in_scripts.findings(project, tree, options)
    yield from make_plain(tree, options)


PASS = Pass("finalize", "Make the users app plain: every database has adopted it", run)
