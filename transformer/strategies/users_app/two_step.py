"""Two releases without tricks: the first reserves the app, the second puts the model into it.

What it does: makes the app in two runs of `migrate --strategy two-step`, with a release between
them. What stands in the project decides which of the two is made.

Why it breaks: Django compares the names of applied migrations, not their contents. So a migration
that every database has applied while it was empty can create the user model afterwards, for the
databases that are made from then on.

What is edited: the first run ships the app with an empty `0001_initial` and leaves
`AUTH_USER_MODEL` alone; it goes to every database. The second fills the same migration and swaps
the model.

What is reported: a `review` says what to deploy before the second run. A file that has changed
since the app was reserved stays as it is: a `todo` says what it must hold.
"""

from __future__ import annotations

from dataclasses import replace

from transformer.codemod.codebase import Codebase
from transformer.codemod.rules import Example, Rule
from transformer.edits import Create, Rewrite, Splice
from transformer.findings import Level
from transformer.strategies.generated_app import UsersApp, describe, render

RESERVED = b"""from django.db import migrations


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = []
"""

rule = Rule(
    __name__,
    "US202",
    "reserved-users-app",
    Level.REVIEW,
    examples=(
        Example(
            title="a reserved app that someone has changed",
            path="users/models.py",
            before="class Nickname: ...\n",
            files={
                "users/__init__.py": "",
                "users/apps.py": "# pre_migrate",
                "users/migrations/__init__.py": "",
                "users/migrations/0001_initial.py": RESERVED.decode(),
                "users/migrations/0002_adopt_content_type.py": "operations = []",
                "users/adoption.py": "",
            },
            reports=("US201", "US202"),
            options={"strategy": "two-step"},
        ),
        Example(
            title="another strategy makes the whole app at once",
            path="site/settings.py",
            before='INSTALLED_APPS = ["django.contrib.auth"]\n',
            reports=("US201", "US201"),
        ),
    ),
)


# Before the whole app is made: the second release starts from what this one turns the files into.
@rule.on(Codebase, priority=1)
def reserve_or_fill(codebase: Codebase) -> None:
    options, tree = codebase.options, codebase.tree
    if options.strategy != "two-step":
        return
    app = describe(codebase.project, tree, options)
    first = f"{options.app_path}/migrations/{app.first}.py"
    if not options.swaps:
        reserve(codebase, replace(app, reserved=True), first)
    elif first in tree and is_reserved(tree.read(first)):
        fill(codebase, app)


def reserve(codebase: Codebase, app: UsersApp, first: str) -> None:
    """Make the first release."""
    for path, content in render(app).items():
        full = f"{codebase.options.app_path}/{path}"
        if full not in codebase.tree:
            codebase.report(rule, edit=Create(full, content, rule.code))
    codebase.report(
        rule,
        first,
        "This release only reserves the app; the user model does not change yet.",
        "Deploy it and run `migrate` on every database. Then run usershift with "
        "`--strategy two-step` again: it makes the second release.",
        column=1,
    )


def fill(codebase: Codebase, app: UsersApp) -> None:
    """Turn the files of the first release, as far as they are unchanged, into the second's."""
    new = render(app)
    for path, old in render(replace(app, reserved=True)).items():
        full = f"{codebase.options.app_path}/{path}"
        if full not in codebase.tree or new[path] == old:
            continue
        content = codebase.tree.read(full)
        if content == old or (path.startswith("migrations/") and is_reserved(content)):
            splice = Splice(0, len(content), new[path], rule.code)
            codebase.report(rule, edit=Rewrite(full, (splice,)))
        elif content != new[path]:
            codebase.report(
                rule,
                full,
                "This file has changed since the app was reserved; it stays as it is.",
                "It must hold this as well:\n\n" + new[path].decode(),
                Level.TODO,
                column=1,
            )


def is_reserved(migration: bytes) -> bool:
    """Whether a first migration is there and does nothing."""
    return b"operations = []" in migration
