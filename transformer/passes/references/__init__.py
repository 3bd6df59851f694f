"""The references pass: every Python name and string that means the auth user."""

from __future__ import annotations

from collections.abc import Iterator

from transformer.codemod.engine import Ruleset, rewrite
from transformer.options import Options
from transformer.passes import Outcome, Pass
from transformer.project import Project
from transformer.references import References
from transformer.rules import rules_of
from transformer.tree import Tree


def run(
    project: Project, references: References, tree: Tree, options: Options
) -> Iterator[Outcome]:
    own = options.app_path + "/"
    paths = [
        path
        for path in references.candidates
        if not path.startswith(own) and not references.is_migration(path)
    ]
    yield from rewrite(paths, Ruleset(rules_of(__name__)), references, options)


PASS = Pass("references", "Refer to the user model by AUTH_USER_MODEL and get_user_model()", run)
