"""Django and Jinja templates: permissions, admin pages, and files that are named after the user."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import partial

from transformer.codemod.matches import Match, settle
from transformer.codemod.passes import Outcome, Pass
from transformer.contents import View
from transformer.formats.candidates import candidates
from transformer.options import Options
from transformer.passes.templates import (
    admin_links,
    admin_url_names,
    app_labels,
    app_permissions,
    model_labels,
    moved_names,
    moved_names_in_python,
    moved_templates,
    permission_strings,
    user_permissions,
)
from transformer.passes.templates.template import Names, is_template, template, template_name
from transformer.project import Project
from transformer.semantics import References
from transformer.tree import Tree

# In the order of precedence where two see the same bytes.
_RULES = (
    user_permissions,
    permission_strings,
    app_permissions,
    admin_url_names,
    moved_names,
    admin_links,
    model_labels,
    app_labels,
)


@dataclass(frozen=True)
class Setting:
    """What the templates of one project have in common: ``moving`` is path -> new path.

    ``suffixes`` are what generic views append to the name of a model.
    """

    names: Names
    folders: frozenset[str]
    suffixes: frozenset[str]
    moving: dict[str, str]


def setting(references: References, tree: Tree, options: Options) -> Setting:
    python = references.python
    folders = python.folders_named("TEMPLATES", ("DIRS",)) | python.folders_named("TEMPLATE_DIRS")
    suffixes = moved_templates.suffixes(python)
    moving = moved_templates.moves(tree, options.app, folders, suffixes)
    free = {path: to for path, to in moving.items() if not tree.occupied(to)}
    names = Counter(template_name(path, folders) for path in free)
    return Setting(
        Names(
            app=options.app,
            codenames=references.codenames,
            moved={template_name(p, folders): template_name(to, folders) for p, to in free.items()},
            moved_twice=frozenset(name for name, count in names.items() if count > 1),
            own_url_names=references.url_names,
        ),
        folders,
        suffixes,
        moving,
    )


def examine(path: str, view: View, of: Setting) -> list[Match]:
    """Every match in one file; none where it is no template."""
    if not is_template(path, view, of.folders):
        return []
    parsed = template(path, view[:])
    return [match for rule in _RULES for match in rule.matches(parsed, of.names)]


def run(
    project: Project, references: References, tree: Tree, options: Options
) -> Iterator[Outcome]:
    of = setting(references, tree, options)
    # All files are read before one changes: the names of templates are those before the move.
    found = [(p, v, m) for p, v in candidates(tree) if (m := examine(p, v, of))]
    if of.names.moved:
        found += _in_python(references, tree, of.names)
    for path, view, matches in found:
        again = partial(examine, path, of=of)
        yield from settle(path, view, matches, options.suggested, again)
    yield from moved_templates.outcomes(tree, options.app, of.folders, of.suffixes, of.moving)


def _in_python(
    references: References, tree: Tree, names: Names
) -> Iterator[tuple[str, View, list[Match]]]:
    for path in references.python.holding(b"auth/user"):
        # What does not parse is reported by the passes over Python.
        with suppress(OSError, SyntaxError, ValueError, RecursionError):
            source = tree.read(path)
            yield path, source, list(moved_names_in_python.matches(source, names))


PASS = Pass("templates", "Point templates at the new user model", run)
