"""Everything else that is text: scripts, containers, CI, SQL, documents, front-end code, data."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from transformer.codemod.engine import outcomes, revise
from transformer.codemod.passes import Outcome, Pass
from transformer.codemod.rules import Ruleset, rules_of_pass
from transformer.codemod.text_file import RuleReport
from transformer.contents import View
from transformer.formats.nodes import Unparsable
from transformer.options import Options
from transformer.passes import fixtures, templates
from transformer.passes.fixtures.fixture import open_fixture
from transformer.passes.templates.template import open_template, template_name
from transformer.passes.texts.plain_text import PlainTextFacts, open_text
from transformer.project import Project
from transformer.semantics import References
from transformer.tree import Tree


def ruleset(references: References, tree: Tree, options: Options) -> Ruleset:
    """The rules of this pass with what they know of the project."""
    of_templates = templates.ruleset(references, tree, options)
    of_fixtures = fixtures.ruleset(references, tree)

    def elsewhere(path: str, view: View) -> Iterator[RuleReport]:
        # A broken fixture is said by its own pass; its words are still found here.
        with suppress(Unparsable):
            if template := open_template(path, view, options, of_templates.facts):
                of_templates.run(template)
                yield from template.reports
            if fixture := open_fixture(path, view, options, of_fixtures.facts):
                of_fixtures.run(fixture)
                yield from fixture.reports

    facts = PlainTextFacts(
        references,
        frozenset(template_name(path, of_templates.facts.folders) for path in tree),
        elsewhere,
    )
    return Ruleset(rules_of_pass(__name__), facts)


def run(
    project: Project, references: References, tree: Tree, options: Options
) -> Iterator[Outcome]:
    rules = ruleset(references, tree, options)
    # What this very run created is no place to report.
    known = set(project.files).union(*(layer.renamed for layer in tree.layers))
    yield from outcomes(
        [
            revise(open_text(path, view, options, rules.facts), rules, references)
            for path, view in references.texts()
            if path in known
        ]
    )


PASS = Pass("texts", "Point scripts and data at the new user model", run)
