"""Django and Jinja templates: permissions, admin pages, and files that are named after the user."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from transformer.codemod.codebase import Codebase
from transformer.codemod.engine import outcomes, revise, rewrite
from transformer.codemod.passes import Outcome, Pass
from transformer.codemod.rules import Ruleset, rules_of_pass
from transformer.options import Options
from transformer.passes.templates.moved_templates import moves, suffixes
from transformer.passes.templates.template import TemplateFacts, open_template, template_name
from transformer.project import Project
from transformer.semantics import References
from transformer.tree import Tree


def ruleset(references: References, tree: Tree, options: Options) -> Ruleset:
    """The rules of this pass with what they know of the project."""
    python = references.python
    folders = python.folders_named("TEMPLATES", ("DIRS",)) | python.folders_named("TEMPLATE_DIRS")
    known = suffixes(python)
    moving = moves(tree, options.app, folders, known)
    free = {path: to for path, to in moving.items() if not tree.occupied(to)}
    names = Counter(template_name(path, folders) for path in free)
    facts = TemplateFacts(
        references,
        folders=folders,
        suffixes=known,
        moving=moving,
        moved={template_name(p, folders): template_name(to, folders) for p, to in free.items()},
        moved_twice=frozenset(name for name, count in names.items() if count > 1),
    )
    return Ruleset(rules_of_pass(__name__), facts)


def run(
    project: Project, references: References, tree: Tree, options: Options
) -> Iterator[Outcome]:
    rules = ruleset(references, tree, options)
    facts: TemplateFacts = rules.facts
    # All files are read before one changes: the names of templates are those before the move.
    revisions = [
        revise(template, rules, references)
        for path, view in references.texts()
        if (template := open_template(path, view, options, facts))
    ]
    python = references.python.holding(b"auth/user") if facts.moved else []
    yield from outcomes(revisions)
    yield from rewrite(python, rules, references, options)
    yield from Codebase(project, references, tree, options, facts).run(rules)


PASS = Pass("templates", "Point templates at the new user model", run)
