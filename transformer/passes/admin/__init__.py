"""The admin pass: one registration of the user model, the project's own where it has one."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from transformer.codemod.codebase import Codebase
from transformer.codemod.engine import rewrite
from transformer.codemod.passes import Outcome, Pass
from transformer.codemod.rules import Ruleset, rules_of_pass
from transformer.options import Options
from transformer.passes.admin.plan import make_plan, registering
from transformer.project import Project
from transformer.semantics import References
from transformer.tree import Tree


def run(
    project: Project, references: References, tree: Tree, options: Options
) -> Iterator[Outcome]:
    own = f"{options.app_path}/admin.py"
    if not any(map(references.is_asked, chain([own], registering(references)))):
        return
    plan = make_plan(project, references, options)
    rules = Ruleset(rules_of_pass(__name__), plan)
    yield from rewrite(sorted(plan.actions), rules, references, options)
    yield from Codebase(project, references, tree, options, plan).run(rules)


PASS = Pass("admin", "Register the user model in the admin once", run)
