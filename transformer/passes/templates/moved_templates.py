"""A template that Django looks up by the user's app and model, such as `auth/user_list.html`.

What it does: moves the templates that Django looks up by the user's app and model:
`auth/user_list.html` and the other default names, and all of `admin/auth/user/`.

Why it breaks: generic views derive the name of their template from the model's app and name, and
the admin does the same for overrides of a model's pages. The user's label changes, so the views
raise `TemplateDoesNotExist`, and the admin silently shows its stock page.

What is edited: the files move, as renames of git. `add_form.html` and `change_password.html` stay
there, because `UserAdmin` names them so.

What is reported: a `blocker` where something stands at the new place. A file with such a name in a
folder that is not known to hold templates, and an override of admin pages of the whole app `auth`,
are a `todo`.
"""

from __future__ import annotations

import re

from transformer.codemod.codebase import Codebase
from transformer.codemod.rules import Example, Rule
from transformer.edits import Rename
from transformer.findings import Level
from transformer.formats.kinds import Kind, kind_of
from transformer.passes.templates.template import TemplateFacts, template_name
from transformer.semantics.python_files import PythonFiles, assigned
from transformer.spellings.template_name import SUFFIXES, new_name
from transformer.tree import Tree

rule = Rule(
    __name__,
    "US606",
    "template-named-after-user",
    Level.BLOCKER,
    link="https://docs.djangoproject.com/en/stable/ref/contrib/admin/#overriding-admin-templates",
    examples=(
        Example(
            "{% for u in object_list %}{{ u }}{% endfor %}\n",
            "{% for u in object_list %}{{ u }}{% endfor %}\n",
            path="templates/auth/user_list.html",
        ),
        Example(
            '{% extends "admin/change_form.html" %}{% if perms.auth.view_user %}x{% endif %}\n',
            '{% extends "admin/change_form.html" %}{% if perms.users.view_user %}x{% endif %}\n',
            path="templates/admin/auth/user/change_form.html",
        ),
        Example(
            "x\n",
            "x\n",
            path="templates/auth/user_card.html",
            title="a suffix that a view of the project declares",
            files={
                "blog/views.py": "class Card(DetailView):\n    template_name_suffix = '_card'\n"
            },
        ),
        Example(
            '{% extends "admin/auth/user/change_form.html" %}\n',
            '{% extends "admin/auth/user/change_form.html" %}\n',
            path="templates/admin/auth/user/change_form.html",
            title="extends the template of that name in another package",
        ),
        Example("x\n", path="templates/admin/auth/user/add_form.html", title="stays"),
        Example("x\n", path="templates/auth/user_menu.html", title="no view derives this name"),
        Example(
            "x\n",
            path="templates/auth/user_list.html",
            title="the new place is taken",
            files={"templates/users/user_list.html": "y\n"},
            reports=("US606",),
        ),
        Example(
            "x\n",
            path="templates/admin/auth/change_list.html",
            title="an override for the whole app",
            reports=("US606",),
        ),
        Example(
            "x\n",
            path="skins/dark/auth/user_list.html",
            title="in a folder that no settings name",
            reports=("US606",),
        ),
        Example(
            "x\n",
            "x\n",
            path="skins/dark/auth/user_list.html",
            title="in a folder that the settings name",
            files={
                "site/settings.py": "SKIN = BASE_DIR / 'skins' / 'dark'\n"
                "TEMPLATES = [{'BACKEND': 'x', 'DIRS': [SKIN]}]\n"
            },
        ),
    ),
)

_NAMED = re.compile(r"(?<![^/])(?:admin/auth/user/.+|auth/user\w*)\.html\Z")
_APP_WIDE = re.compile(r"admin/auth/(?!user/|group/|permission/)[\w-]+\.html")


def suffixes(python: PythonFiles) -> frozenset[str]:
    """What generic views append to the model's name: Django's own and the project's."""
    found = set(SUFFIXES)
    for _, module in python.parsed(b"template_name_suffix"):
        for value in assigned(module, "template_name_suffix"):
            if isinstance(text := getattr(value, "value", None), str):
                found.add(text)
    return frozenset(found)


def moves(
    tree: Tree, app: str, folders: frozenset[str], suffixes: frozenset[str]
) -> dict[str, str]:
    """Path -> new path of every template that has to move."""
    found = {}
    for path in tree:
        if "auth/user" in path:
            name = template_name(path, folders)
            if name and (new := new_name(name, app, suffixes)):
                found[path] = path[: -len(name)] + new
    return found


@rule.on(Codebase)
def move(codebase: Codebase) -> None:
    for path, to in codebase.facts.moving.items():
        if codebase.tree.occupied(to):
            codebase.report(
                rule,
                path,
                f"This template has to move to {to}, where another file stands.",
                "Merge the two by hand, or choose another label with --app.",
            )
        else:
            codebase.report(rule, path, edit=Rename(path, to, rule.code))


@rule.on(Codebase)
def homeless(codebase: Codebase) -> None:
    """Files with such a name in a folder that is not known to hold templates."""
    facts: TemplateFacts = codebase.facts
    for path in codebase.tree:
        found = _NAMED.search(path) if "auth/user" in path else None
        if not found or template_name(path, facts.folders):
            continue
        new = new_name(found[0], codebase.options.app, facts.suffixes)
        if new and kind_of(path, b"") is not Kind.VENDORED:
            codebase.report(
                rule,
                path,
                f"This file is named like a template of the user, {found[0]}, but its folder is "
                "not known to be one of templates.",
                f"If it is, move it to {path[: found.start()]}{new}.",
                Level.TODO,
            )


@rule.on(Codebase)
def app_wide(codebase: Codebase) -> None:
    tree, app = codebase.tree, codebase.options.app
    for path in tree:
        name = template_name(path, codebase.facts.folders) if "admin/auth/" in path else ""
        if _APP_WIDE.fullmatch(name) and not tree.occupied(_beside(path, name, app)):
            codebase.report(
                rule,
                path,
                "This template overrides admin pages of the whole app auth; the pages of the user "
                "no longer find it.",
                f'If users are meant, too, add {_beside(path, name, app)} that extends "{name}".',
                Level.TODO,
            )


def _beside(path: str, name: str, app: str) -> str:
    return path[: -len(name)] + name.replace("admin/auth/", f"admin/{app}/", 1)
