"""The references pass: every Python name and string that means the auth user."""

from __future__ import annotations

from collections.abc import Iterator

from transformer.codemod.codebase import Codebase
from transformer.codemod.engine import rewrite
from transformer.codemod.passes import Outcome, Pass
from transformer.codemod.rules import Ruleset, rules_of_pass
from transformer.options import Options
from transformer.project import Project
from transformer.semantics import References
from transformer.tree import Tree


def run(
    project: Project, references: References, tree: Tree, options: Options
) -> Iterator[Outcome]:
    # An app that the model is grafted into has code of its own.
    own = options.app_path + ("/adoption.py" if options.strategy == "graft" else "/")
    paths = [
        path
        for path in references.candidates
        if not path.startswith(own) and not references.is_migration(path)
    ]
    rules = Ruleset(rules_of_pass(__name__))
    wanted: set[str] = set()
    yield from rewrite(paths, rules, references, options, wanted)
    yield from Codebase(project, references, tree, options, facts=wanted).run(rules)


PASS = Pass(
    "references",
    "Use AUTH_USER_MODEL and get_user_model()",
    run,
    prepares="Ask Django for the user model instead of importing auth.User",
)
