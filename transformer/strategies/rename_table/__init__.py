"""The pass of ``usershift rename-table``: the table gets the name of its model."""

from __future__ import annotations

from collections.abc import Iterator

from transformer.codemod.passes import Outcome, Pass
from transformer.options import Options
from transformer.project import Project
from transformer.semantics import References
from transformer.strategies.rename_table import names_in_the_way, rename
from transformer.tree import Tree


def run(
    project: Project, references: References, tree: Tree, options: Options
) -> Iterator[Outcome]:
    if not rename.keeps_the_old_name(tree, options):
        return
    yield from names_in_the_way.find(tree, references, options)
    yield from rename.make(references, tree, options)


PASS = Pass("rename-table", "Give the table auth_user the name of its model", run)
