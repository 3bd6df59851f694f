"""Everything else that is text: scripts, containers, CI, SQL, documents, front-end code, data."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import partial

from transformer.codemod.matches import Match, settle
from transformer.codemod.passes import Outcome, Pass
from transformer.contents import View
from transformer.formats.candidates import candidates
from transformer.formats.kinds import Kind, is_utf16, kind_of
from transformer.formats.nodes import Unparsable
from transformer.options import Options
from transformer.passes import fixtures, templates
from transformer.passes.templates.template import template_name
from transformer.passes.texts import (
    admin_links,
    admin_url_names,
    content_type_queries,
    management_commands,
    model_labels,
    not_edited,
    paths,
    permission_strings,
    table_names,
    user_imports,
)
from transformer.passes.texts.text import Names, Text
from transformer.project import Project
from transformer.semantics import References
from transformer.tree import Tree

# In the order of precedence where two see the same bytes.
_RULES = (
    management_commands,
    user_imports,
    permission_strings,
    admin_url_names,
    admin_links,
    content_type_queries,
    model_labels,
    paths,
    table_names,
)


@dataclass(frozen=True)
class Setting:
    """What the texts of one project have in common, and what other passes see in them."""

    names: Names
    templates: templates.Setting
    fixtures: fixtures.Setting


def setting(references: References, tree: Tree, options: Options) -> Setting:
    in_templates = templates.setting(references, tree, options)
    names = Names(
        options.app,
        options.app_module,
        in_templates.names.codenames,
        frozenset(template_name(path, in_templates.folders) for path in tree),
        in_templates.names.own_url_names,
    )
    return Setting(names, in_templates, fixtures.setting(references, tree, options))


def examine(path: str, view: View, of: Setting) -> list[Match]:
    """Every match in one file outside the places that the other passes see to."""
    kind = Kind.FIXTURE if fixtures.holds_rows(path, view) else kind_of(path, view)
    text = Text(path, view, kind)
    found = [match for rule in _RULES for match in rule.matches(text, of.names)]
    if not found:
        return []
    taken = templates.examine(path, view, of.templates)
    # A broken fixture is said by its own pass; its words are still found here.
    with suppress(Unparsable):
        taken += fixtures.examine(path, view, of.fixtures)
    taken.sort(key=lambda match: match.start)
    starts = [match.start for match in taken]

    def free(match: Match) -> bool:
        at = bisect_right(starts, max(match.start, match.end - 1)) - 1
        return at < 0 or taken[at].end <= match.start

    return [match for match in found if free(match)]


def run(
    project: Project, references: References, tree: Tree, options: Options
) -> Iterator[Outcome]:
    of = setting(references, tree, options)
    # What this very run created is no place to report.
    known = set(project.files).union(*(layer.renamed for layer in tree.layers))
    for path, view in candidates(tree):
        if path not in known:
            continue
        text = Text(path, view, kind_of(path, view))
        if is_utf16(view) or text.kind is Kind.VENDORED:
            if said := not_edited.finding(text):
                yield said
            continue
        found = examine(path, view, of)
        yield from settle(path, view, found, options.suggested, partial(examine, path, of=of))


PASS = Pass("texts", "Point scripts and data at the new user model", run)
