"""The references pass: every Python name and string that means the auth user."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from transformer.codemod.engine import rewrite
from transformer.codemod.passes import Outcome, Pass
from transformer.codemod.rules import Ruleset, rules_of_pass
from transformer.edits import Create
from transformer.options import Options
from transformer.project import Project
from transformer.semantics import References
from transformer.strategies.users_app.render import render, users_app
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
    wanted: set[str] = set()
    yield from rewrite(paths, Ruleset(rules_of_pass(__name__)), references, options, wanted)
    forms = tuple(sorted(name.rpartition(".")[2] for name in wanted))
    path = f"{options.app_path}/forms.py"
    if forms and path not in tree:
        app = replace(users_app(project, options), forms=forms)
        yield Create(path, render(app, ["forms.py"])["forms.py"], "US351")


PASS = Pass("references", "Refer to the user model by AUTH_USER_MODEL and get_user_model()", run)
