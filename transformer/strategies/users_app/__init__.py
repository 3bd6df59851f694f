"""The users-app pass: the app that holds the user model, and how databases adopt it.

One module per strategy. ``bridge`` and ``command`` make the whole app at once and differ in its
templates only; ``two-step`` makes it in two runs, with a release between them; ``graft`` puts the
model into an app that is there.
"""

from __future__ import annotations

from collections.abc import Iterator

from transformer.codemod.passes import Outcome, Pass
from transformer.options import Options
from transformer.project import Project
from transformer.semantics import References
from transformer.strategies.users_app import app, graft, left_out, two_step
from transformer.tree import Tree

STRATEGIES = {
    "bridge": app.make,
    "command": app.make,
    "two-step": two_step.make,
    "graft": graft.make,
}


def run(
    project: Project, references: References, tree: Tree, options: Options
) -> Iterator[Outcome]:
    yield from STRATEGIES[options.strategy](project, references, tree, options)
    if options.strategy != "graft":
        yield from left_out.findings(project, tree, options)


PASS = Pass("users-app", "Add the app that holds the user model, and its adoption", run)
