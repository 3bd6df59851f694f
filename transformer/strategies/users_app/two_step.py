"""Two releases without tricks: the first reserves the app, the second puts the model into it.

Release 1 ships the app with an empty ``0001_initial`` and leaves ``AUTH_USER_MODEL`` alone; it goes
to every database. Release 2 fills the same migration and swaps the model. Django compares the
names of applied migrations, not their contents. Run ``migrate --strategy two-step`` once for each:
what stands in the project decides which of the two it makes.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import replace

from transformer.codemod.passes import Outcome
from transformer.codemod.rules import Example, Rule
from transformer.edits import Create, Rewrite, Splice
from transformer.findings import Finding, Level
from transformer.options import Options
from transformer.project import Project
from transformer.semantics import References
from transformer.strategies.users_app import app as whole
from transformer.strategies.users_app.render import UsersApp, render
from transformer.tree import Tree

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
            before=whole.SETTINGS,
            reports=("US201", "US201"),
        ),
    ),
)


# What the first release changes; every other pass would use a model that is not there yet.
FIRST_RELEASE = ("settings", "users-app")


def is_first_release(files: Container[str], options: Options) -> bool:
    """Whether a run only reserves the app: no first migration stands among the ``files``."""
    first = f"{options.app_path}/migrations/{UsersApp.first}.py"
    return options.strategy == "two-step" and first not in files


def make(
    project: Project, references: References, tree: Tree, options: Options
) -> Iterator[Outcome]:
    app = whole.describe(project, tree, options)
    reserved = replace(app, reserved=True)
    if not options.swaps:
        yield from reserve(reserved, tree, options)
        return
    first = f"{options.app_path}/migrations/{app.first}.py"
    if is_reserved(tree.read(first)):
        yield from fill(app, reserved, tree, options)
    yield from whole.make(project, references, tree, options)


def reserve(app: UsersApp, tree: Tree, options: Options) -> Iterator[Outcome]:
    for path, content in render(app).items():
        if f"{options.app_path}/{path}" not in tree:
            yield Create(f"{options.app_path}/{path}", content, rule.code)
    yield Finding(
        rule.code,
        Level.REVIEW,
        f"{options.app_path}/migrations/{app.first}.py",
        0,
        1,
        "This release only reserves the app; the user model does not change yet.",
        "Deploy it and run `migrate` on every database. Then run usershift with "
        "`--strategy two-step` again: it makes the second release.",
    )


def fill(app: UsersApp, reserved: UsersApp, tree: Tree, options: Options) -> Iterator[Outcome]:
    """Turn the files of the first release, as far as they are unchanged, into the second's."""
    new = render(app)
    for path, old in render(reserved).items():
        full = f"{options.app_path}/{path}"
        if full not in tree or new[path] == old:
            continue
        content = tree.read(full)
        if content == old or (path.startswith("migrations/") and is_reserved(content)):
            yield Rewrite(full, (Splice(0, len(content), new[path], rule.code),))
        elif content != new[path]:
            yield Finding(
                rule.code,
                Level.TODO,
                full,
                0,
                1,
                "This file has changed since the app was reserved; it stays as it is.",
                "It must hold this as well:\n\n" + new[path].decode(),
            )


def is_reserved(migration: bytes) -> bool:
    """Whether a first migration is there and does nothing."""
    return b"operations = []" in migration
