"""The pass of ``usershift finalize``: a plain users app, once every database has adopted."""

from __future__ import annotations

from collections.abc import Iterator

from transformer.errors import Refused
from transformer.options import Options
from transformer.passes import Outcome, Pass
from transformer.passes.finalize.plain import make_plain
from transformer.project import Project
from transformer.references import References
from transformer.tree import Tree


def run(
    project: Project, references: References, tree: Tree, options: Options
) -> Iterator[Outcome]:
    if f"{options.app_path}/migrations/0001_initial.py" not in tree:
        raise Refused(
            f"There is no app in {options.app_path} that usershift has made.",
            "Name it with `--app NAME`, or run `usershift migrate` first.",
        )
    yield from make_plain(tree, options)


PASS = Pass("finalize", "Make the users app plain: every database has adopted it", run)
