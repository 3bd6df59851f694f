"""The deploy pass: what must run before ``migrate``, wherever the repository calls it."""

from __future__ import annotations

from collections.abc import Iterator

from transformer.options import Options
from transformer.passes import Outcome, Pass
from transformer.passes.deploy.order import put_in_order
from transformer.project import Project
from transformer.references import References
from transformer.tree import Tree


def run(
    project: Project, references: References, tree: Tree, options: Options
) -> Iterator[Outcome]:
    yield from put_in_order(tree, options)


PASS = Pass("deploy", "Let databases adopt before they migrate", run)
