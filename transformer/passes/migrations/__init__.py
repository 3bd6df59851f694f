"""The migrations pass: the history of the project's own apps.

Only what a database would trip over is rewritten. Dependencies on ``("auth", …)`` stay, and so does
every migration that Django wrote with ``settings.AUTH_USER_MODEL``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from transformer.codemod.codebase import Codebase
from transformer.codemod.engine import rewrite
from transformer.codemod.passes import Outcome, Pass
from transformer.codemod.rules import Ruleset, rules_of_pass
from transformer.options import Options
from transformer.project import Project
from transformer.semantics import References
from transformer.tree import Tree

MATTERS = re.compile(rb"(?i)user|auth|RunPython|RunSQL")
SOUTH = re.compile(rb"(?m)^(?:from|import)\s+south\b")


def run(
    project: Project, references: References, tree: Tree, options: Options
) -> Iterator[Outcome]:
    own = options.app_path + "/"
    paths = []
    for path in tree:
        if path.startswith(own) and options.strategy != "graft":
            continue
        if path.startswith(own) and path.endswith("_adopt_content_type.py"):
            continue
        if references.is_migration(path) and MATTERS.search(tree.read(path)):
            paths.append(path)
    south = [path for path in paths if SOUTH.search(tree.read(path))]
    rules = Ruleset(rules_of_pass(__name__))
    yield from Codebase(project, references, tree, options, facts=south).run(rules)
    yield from rewrite([p for p in paths if p not in south], rules, references, options)


PASS = Pass(
    "migrations",
    "Carry the history of apps over to the user model",
    run,
    prepares="Name the user model in migrations by AUTH_USER_MODEL",
)
