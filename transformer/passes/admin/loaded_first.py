"""A module that counts on the user model being registered loads the users app's admin first.

What it does: has a module that counts on the user model being registered load the users app's admin
first.

Why it breaks: Django's own admin module registered the user before any module of the project ran.
Now the users app does it, when its turn comes in `INSTALLED_APPS`. Before that,
`admin.site.unregister(User)` raises `NotRegistered`, `admin.site._registry[User]` raises
`KeyError`, and a loop that registers all models registers the user without its password form.

What is edited: where the unregistration stands under a condition, in a function, in one of several
files, or in an app that not every settings module installs, it is left alone, and the users app's
admin is imported above it. What the module does then has the same outcome in every order.

What is reported: each import is a `review`, and so is a lookup in a project that registers the user
itself: the order of the apps decides what it finds. An unregistration in a function of such a
project is a `todo`.
"""

from __future__ import annotations

import ast

from transformer.codemod.file import File
from transformer.codemod.rules import Example, Rule, diff
from transformer.findings import Level
from transformer.passes.admin.events import Event, events

rule = Rule(
    __name__,
    "US402",
    "user-admin-loaded-first",
    Level.REVIEW,
    link="https://docs.djangoproject.com/en/stable/ref/contrib/admin/#discovery-of-admin-files",
    examples=(
        diff(
            """\
                  from django.conf import settings
                  from django.contrib import admin
                  from django.contrib.auth.models import User

                + from users import admin as users_admin  # noqa: E402, F401
                +
                  if settings.PEOPLE_IN_LDAP:
                      admin.site.unregister(User)
                """,
            title="under a condition",
            path="blog/admin.py",
            reports=("US402", "US403"),
        ),
        diff(
            """\
                  from django.apps import apps
                  from django.contrib import admin
                +
                + from users import admin as users_admin  # noqa: E402, F401

                  for model in apps.get_models():
                      try:
                          admin.site.register(model)
                      except admin.sites.AlreadyRegistered:
                          pass
                """,
            title="all models at once",
            path="blog/admin.py",
            reports=("US402", "US403"),
        ),
        Example(
            title="asked in a view, when all is loaded",
            path="blog/views.py",
            before="""\
                from django.contrib import admin
                from django.contrib.auth import get_user_model


                def has_admin():
                    return admin.site.is_registered(get_user_model())
                """,
            reports=("US403",),
        ),
    ),
)


@rule.on(File)
def act(file: File) -> None:
    """Do what the plan of all registrations says of this file."""
    action = file.facts.actions.get(file.path)
    if action in _ACTIONS:
        _ACTIONS[action](file, events(file))


def import_above(file: File, found: list[Event]) -> None:
    """Import the users app's admin above the first event of the module, or of each function."""
    if imports_it(file):
        return
    anchors = {event.outermost: event for event in reversed(found)}
    at_top = [a for a in anchors if isinstance(file.parent(a), ast.Module)]
    first = min(at_top, key=lambda a: a.lineno, default=None)
    for anchor in [first] if first else anchors:
        event = anchors[anchor]
        if file.ignored(event.statement, rule):
            continue
        package = file.options.app_module
        line = f"from {package} import admin as {file.options.app}_admin  # noqa: E402, F401\n"
        indent = file.text.indentation(anchor)
        gap = "\n" if anchor is first else ""
        file.insert(rule, file.text.above(anchor), indent + line + gap)
        file.report(
            rule,
            event.user,
            "This counts on the user model being registered in the admin already. The import "
            f"above it makes sure: `{package}.admin` registers it.",
            "Check whether the project still wants this. One plain registration of its own "
            "UserAdmin would do without it.",
        )


def review(file: File, found: list[Event]) -> None:
    """Say that the order of the apps decides what is found."""
    for event in found:
        if event.kind in ("lookup", "everything") and not event.in_function:
            file.report(
                rule,
                event.user,
                "What this finds for the user model depends on the order of the apps: Django's own "
                "admin registered it before any app of the project, and now the project does.",
                "See that the app which registers the user model comes earlier in INSTALLED_APPS.",
            )


def doubt(file: File, found: list[Event]) -> None:
    """Say that nobody can tell from here whether the user model is registered by then."""
    for event in found:
        if event.kind == "unregister" and event.in_function:
            file.report(
                rule,
                event.user,
                "This function takes the user model off the admin. Django does not register the "
                "new model, so it raises NotRegistered unless the project did it before.",
                "Drop it where it was meant for Django's own registration.",
                level=Level.TODO,
            )


_ACTIONS = {"import-above": import_above, "review": review, "doubt": doubt}


def imports_it(file: File) -> bool:
    """Whether the file imports the users app's admin anywhere."""
    package = file.options.app_module
    wanted = f"{package}.admin"
    for node in file.analysis.parents:
        if isinstance(node, ast.Import) and any(alias.name == wanted for alias in node.names):
            return True
        if isinstance(node, ast.ImportFrom) and not node.level:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
            if node.module == wanted or wanted in names:
                return True
    return False
