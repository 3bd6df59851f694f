"""The model goes into an app that is there, whose first migration every database has applied.

What it does: puts the user model into an app of the project, with `--strategy graft --app NAME`.

Why it breaks: Django accepts a database whose history has every migration by name; it does not
compare their contents. So an existing database, which has applied the app's first migration, needs
nothing, and a new one creates the table by it.

What is edited: `class User` goes into the app's `models.py`, or into a module of its own in the
package `models/`, and its `CreateModel` to the front of the app's first migration; where that is a
squashed one, to the front of the one that it replaces, too. A new last migration moves the content
type, with `adoption.py` beside it.

What is reported: a `review` says what to check on each database before the release. The run is
refused where the first migration, or what it depends on, comes after something that depends on the
user model: the graph of migrations would have a cycle. So it is where the app has no models or no
plain first migration, or has a class `User`, or had a model of that name in an earlier migration.
"""

from __future__ import annotations

import ast
import re
from dataclasses import replace

from transformer.codemod.codebase import Codebase
from transformer.codemod.literals import last_name
from transformer.codemod.rules import Example, Rule
from transformer.edits import Create, Rewrite
from transformer.errors import ErrorCode, Refused
from transformer.findings import Level
from transformer.formats.python.syntax import parse
from transformer.options import Options
from transformer.project.migrations import MigrationFile, MigrationIndex
from transformer.strategies.generated_app import render, users_app
from transformer.strategies.users_app.grafted_files import (
    MODULE,
    add_creation,
    add_model,
    export_model,
)
from transformer.tree import Tree

MIGRATION = """\
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Profile",
            fields=[
                ("user", models.ForeignKey(on_delete=models.CASCADE, to=settings.AUTH_USER_MODEL)),
            ],
        ),
    ]
"""

rule = Rule(
    __name__,
    "US210",
    "grafted-user-model",
    Level.REVIEW,
    link="https://docs.djangoproject.com/en/stable/topics/auth/customizing/#substituting-a-custom-user-model",
    examples=(
        Example(
            path="profiles/models.py",
            before="""\
                from django.contrib.auth.models import User
                from django.db import models


                class Profile(models.Model):
                    user = models.ForeignKey(User, on_delete=models.CASCADE)
                """,
            after='''\
                from django.contrib.auth.models import AbstractUser
                from django.db import models


                class User(AbstractUser):
                    """The user of this project, in the table that django.contrib.auth made."""

                    id = models.AutoField(primary_key=True)

                    class Meta(AbstractUser.Meta):
                        db_table = "auth_user"


                class Profile(models.Model):
                    user = models.ForeignKey(User, on_delete=models.CASCADE)
                ''',
            files={"profiles/migrations/0001_initial.py": MIGRATION},
            options={
                "strategy": "graft",
                "app": "profiles",
                "app_module": "profiles",
                "app_path": "profiles",
            },
            reports=("US210",),
        ),
        Example(
            title="an app that holds the model already",
            path="profiles/models.py",
            before="""\
                from django.contrib.auth.models import AbstractUser


                class User(AbstractUser):
                    class Meta(AbstractUser.Meta):
                        db_table = "auth_user"
                """,
            files={
                "profiles/migrations/0001_initial.py": 'CreateModel(name="User")',
                "profiles/migrations/0002_adopt_content_type.py": "",
            },
            options={
                "strategy": "graft",
                "app": "profiles",
                "app_module": "profiles",
                "app_path": "profiles",
            },
        ),
    ),
)

# Apps of Django whose migrations do not need the user model.
EARLY = {"auth", "contenttypes", "sessions", "sites", "flatpages", "redirects", "postgres"}
_MODEL_NAMES = ("name", "old_name", "new_name")
NEEDS_USER = re.compile(rb"AUTH_USER_MODEL|auth\.[Uu]ser")


@rule.on(Codebase)
def graft(codebase: Codebase) -> None:
    """Put the model into the app. Raises Refused where that cannot be done."""
    options, tree = codebase.options, codebase.tree
    folder = options.app_path
    if options.strategy != "graft" or any(
        path.startswith(f"{folder}/migrations/") and "adopt_content_type" in path for path in tree
    ):
        return
    migrations = codebase.index.migrations
    check_history(migrations, tree, options)
    root, leaf = root_and_leaf(migrations, options.app)
    firsts = [root, *replaced_roots(root, migrations)]
    for first in firsts:
        check_graph(first, migrations, tree)
    models = codebase.file(models_of(tree, options))
    if models.path.endswith("/models.py"):
        add_model(models, rule)
    else:
        module = export_model(models, rule, own_module(models.path, tree))
        codebase.report(rule, edit=Create(module, MODULE.encode(), rule.code))
    app = replace(
        users_app(codebase.project, options),
        first=root.name,
        previous=leaf.name,
        adopt=f"{next_number(migrations, options.app):04}_adopt_content_type",
    )
    files = [codebase.file(first.path) for first in firsts]
    for file in files:
        add_creation(file, rule, app)
    for file in (models, *files):
        codebase.report(rule, edit=Rewrite(file.path, file.splices()))
    for path, content in render(app, ["adoption.py", f"migrations/{app.adopt}.py"]).items():
        codebase.report(rule, edit=Create(f"{folder}/{path}", content, rule.code))
    codebase.report(
        rule,
        root.path,
        "The user model is created by this migration, which every database must have applied "
        "before the release.",
        f"Check it: `showmigrations {options.app}` on each of them. A database without it is "
        "refused by Django (InconsistentMigrationHistory), and nothing is changed.",
        column=1,
    )


def models_of(tree: Tree, options: Options) -> str:
    """The module of the app's models, or that of the package.

    Raises Refused where the model cannot be put there.
    """
    folder = options.app_path
    path = f"{folder}/models.py"
    if path not in tree:
        path = f"{folder}/models/__init__.py"
    if path not in tree:
        raise Refused(
            f"The app {options.app} has no models.py for the user model to go into.",
            "Choose an app with one, or another strategy.",
            code=ErrorCode.GRAFT_REFUSED,
        )
    if f"{options.app_path}/adoption.py" in tree:
        raise Refused(
            f"The app {options.app} has an adoption.py, which is the name of what graft adds.",
            "Rename it, choose another app, or another strategy.",
            code=ErrorCode.GRAFT_REFUSED,
        )
    inside = [one for one in tree if one == path or one.startswith(f"{folder}/models/")]
    for one in inside:
        if one.endswith(".py") and re.search(rb"^class User\b", tree.read(one), re.MULTILINE):
            raise Refused(
                f"{one} has a class User already.",
                "Choose another app, or another strategy.",
                code=ErrorCode.GRAFT_REFUSED,
            )
    return path


def own_module(package: str, tree: Tree) -> str:
    """The path of a new module in a package of models."""
    folder = package.rpartition("/")[0]
    names = ("user", "users", "auth_user", "custom_user", "user_model")
    return next(path for name in names if (path := f"{folder}/{name}.py") not in tree)


def check_history(migrations: MigrationIndex, tree: Tree, options: Options) -> None:
    """Raises Refused where the app's migrations have made, renamed or deleted a ``User``.

    Its name is taken in the states between them, whatever the model is called today, and so may
    its content type and its permissions be in the databases.
    """
    for one in migrations.files.values():
        if one.label != options.app:
            continue
        for node in ast.walk(parse(tree.read(one.path)).tree):
            if isinstance(node, ast.Call) and _operation_on_user(node):
                raise Refused(
                    f"{one.path}, line {node.lineno}: the history of the app {options.app} has a "
                    "model User of its own already, and the user model cannot be a second one.",
                    "Choose another app with --app NAME, or another strategy: bridge makes an app "
                    "of its own.",
                    code=ErrorCode.GRAFT_REFUSED,
                )


def _operation_on_user(call: ast.Call) -> bool:
    """Whether a call is an operation that makes, renames or deletes a model called ``User``."""
    operation = last_name(call.func)
    if operation not in ("CreateModel", "DeleteModel", "RenameModel"):
        return False
    named = [*call.args[:2], *(k.value for k in call.keywords if k.arg in _MODEL_NAMES)]
    if operation != "RenameModel":
        named = [node for node in named if node not in call.args[1:]]
    return any(isinstance(n, ast.Constant) and str(n.value).lower() == "user" for n in named)


def root_and_leaf(migrations: MigrationIndex, label: str) -> tuple[MigrationFile, MigrationFile]:
    """The first and the last migration of an app.

    Raises Refused where the app has none, or several beginnings or ends.
    """
    roots, leaves = migrations.ends_of(label)
    if len(roots) != 1 or len(leaves) != 1:
        none = not any(one.label == label for one in migrations.files.values())
        what = "no migrations" if none else "migrations with more than one beginning or end"
        raise Refused(
            f"The app {label} has {what}.",
            "Choose an app whose first migration every database has applied, or another strategy.",
            code=ErrorCode.GRAFT_REFUSED,
        )
    return roots[0], leaves[0]


def replaced_roots(root: MigrationFile, migrations: MigrationIndex) -> list[MigrationFile]:
    """The first migrations that a squashed one replaces and that still stand."""
    known = [migrations.by_key[key] for key in root.replaces if key in migrations.by_key]
    firsts = [one for one in known if all(app != root.label for app, _ in one.dependencies)]
    return [*firsts, *(each for one in firsts for each in replaced_roots(one, migrations))]


def next_number(migrations: MigrationIndex, label: str) -> int:
    """The number after all that migrations of an app have, and those that they replaced."""
    ours = [one for one in migrations.files.values() if one.label == label]
    names = [one.name for one in ours] + [name for one in ours for _, name in one.replaces]
    return max((int(name[:4]) for name in names if name[:4].isdigit()), default=0) + 1


def check_graph(root: MigrationFile, migrations: MigrationIndex, tree: Tree) -> None:
    """Raises Refused where the first migration comes after one that needs the user model."""
    for key in migrations.ancestors(root.path):
        label, name = key
        above = migrations.by_key.get(key)
        if above is None and label not in EARLY:
            raise Refused(
                f"{root.path} depends on {label}.{name}, whose file is not in the project: it may "
                "need the user model before it is there.",
                "Choose an app whose first migration depends on no package, or another strategy.",
                code=ErrorCode.GRAFT_REFUSED,
            )
        if above is not None and NEEDS_USER.search(tree.read(above.path)):
            raise Refused(
                f"{root.path} depends on {label}.{name}, which depends on the user model: the "
                "graph of migrations would have a cycle.",
                "Choose an app whose first migration comes earlier, or another strategy.",
                code=ErrorCode.GRAFT_REFUSED,
            )
