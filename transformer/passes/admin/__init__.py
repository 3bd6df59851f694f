"""The admin pass: one registration of the user model, the project's own where it has one."""

from __future__ import annotations

from collections.abc import Iterator

from transformer.codemod.engine import rewrite
from transformer.codemod.passes import Outcome, Pass
from transformer.codemod.rules import Ruleset, rules_of_pass
from transformer.edits import Create
from transformer.options import Options
from transformer.passes.admin import no_registration, registration
from transformer.passes.admin.plan import make_plan
from transformer.project import Project
from transformer.semantics import References
from transformer.strategies.users_app.render import render, users_app
from transformer.tree import Tree


def run(
    project: Project, references: References, tree: Tree, options: Options
) -> Iterator[Outcome]:
    plan = make_plan(project, references, options)
    rules = Ruleset(rules_of_pass(__name__), plan)
    yield from rewrite(sorted(plan.actions), rules, references, options)
    path = f"{options.app_path}/admin.py"
    if plan.missing:
        yield no_registration.missing(options)
    elif plan.create == "nothing":
        yield Create(path, no_registration.CONTENT, no_registration.rule.code)
        yield no_registration.on_purpose(*plan.because)
    elif plan.create == "registration":
        app = users_app(project, options)
        yield Create(path, render(app, ["admin.py"])["admin.py"], registration.rule.code)
        yield registration.made(options)


PASS = Pass("admin", "Register the user model in the admin once", run)
