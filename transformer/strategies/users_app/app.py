"""A users app holds the model, its first migration, and the adoption of existing databases.

What is made: ``models.py`` with ``class User(AbstractUser)`` in the table ``auth_user``;
``migrations/0001_initial.py``, with the fields that the project's Django has in its own user;
``migrations/0002_adopt_content_type.py``, which moves (or merges) the content type with every
permission, grant, log entry and generic relation; ``adoption.py``, which checks a database before
``migrate`` changes anything and which ``usershift finalize`` removes later; and ``apps.py``, which
pins the type of the primary key. ``admin.py`` and ``forms.py`` come with the passes that find out
whether the project needs them.

It is plain Django, and the team owns it. A file that stands already is left as it is, so that a
half-made app is completed and a second run makes nothing.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace

from transformer.codemod.passes import Outcome
from transformer.codemod.rules import Example, Rule
from transformer.edits import Create
from transformer.findings import Finding, Level
from transformer.options import Options
from transformer.project import Project
from transformer.project.django_series import NEWEST
from transformer.semantics import References
from transformer.strategies.users_app.render import UsersApp, render, users_app
from transformer.tree import Tree

SETTINGS = 'INSTALLED_APPS = ["django.contrib.auth"]\n'

rule = Rule(
    __name__,
    "US201",
    "users-app",
    Level.REVIEW,
    link="https://docs.djangoproject.com/en/stable/topics/auth/customizing/#substituting-a-custom-user-model",
    examples=(
        Example(
            title="the app is made",
            path="site/settings.py",
            before=SETTINGS,
            reports=("US201", "US201"),
        ),
        Example(
            title="a half-made app is completed",
            path="users/models.py",
            before="""\
                from django.contrib.auth.models import AbstractUser


                class User(AbstractUser):
                    class Meta(AbstractUser.Meta):
                        db_table = "auth_user"
                """,
            reports=("US201", "US201"),
        ),
        Example(
            title="the app is complete",
            path="users/models.py",
            before="from django.contrib.auth.models import AbstractUser\n\n\n"
            "class User(AbstractUser):\n    nickname = None\n",
            files={
                "users/__init__.py": "",
                "users/apps.py": "# pre_migrate",
                "users/migrations/__init__.py": "",
                "users/migrations/0001_initial.py": "# CreateModel(name='User')",
                "users/migrations/0002_adopt_content_type.py": "operations = []",
            },
        ),
    ),
)


def make(
    project: Project, references: References, tree: Tree, options: Options
) -> Iterator[Outcome]:
    """Create what is missing of the app, and say what stands in the way of the rest."""
    app = describe(project, tree, options)
    missing = [path for path in app.files() if f"{options.app_path}/{path}" not in tree]
    for path, content in render(app, missing).items():
        yield Create(f"{options.app_path}/{path}", content, rule.code)
    if missing:
        yield from introduce(app, options)
        if project.django is None:
            yield unknown_django(options)
    yield from half_made(app, missing, tree, options)


def describe(project: Project, tree: Tree, options: Options) -> UsersApp:
    """The app as it is to be, given what stands of it already."""
    app = users_app(project, options)
    strategy = standing_strategy(app, tree, options)
    return replace(app, strategy=strategy, adopting=not is_finalized(app, tree, options))


def standing_strategy(app: UsersApp, tree: Tree, options: Options) -> str:
    """What stands decides, whatever strategy this run was asked for."""
    folder = options.app_path
    first = f"{folder}/migrations/{app.first}.py"
    if first not in tree:
        return app.strategy
    if b"AuthOperation" in tree.read(first):
        return "bridge"
    if f"{folder}/migrations/{app.adopt}.py" in tree:
        command = f"{folder}/management/commands/adopt_users.py"
        return "command" if command in tree else "two-step"
    # A first migration that somebody has made by hand is no bridge.
    return "command" if app.strategy == "bridge" else app.strategy


def is_finalized(app: UsersApp, tree: Tree, options: Options) -> bool:
    adopt = f"{options.app_path}/migrations/{app.adopt}.py"
    return adopt in tree and b"adoption" not in tree.read(adopt)


def introduce(app: UsersApp, options: Options) -> Iterator[Finding]:
    """What a reviewer should look at first."""
    first = f"{options.app_path}/migrations/{app.first}.py"
    if app.strategy == "bridge":
        yield Finding(
            rule.code,
            Level.REVIEW,
            first,
            0,
            1,
            "This migration replaces auth.0001_initial, so that a plain `migrate` lets every "
            "database adopt the new model.",
            "Read its docstring. Once every database has run `migrate`, run `usershift finalize`.",
        )
    elif app.strategy == "command":
        yield Finding(
            rule.code,
            Level.REVIEW,
            first,
            0,
            1,
            "A database that has the table auth_user must adopt this migration before `migrate`.",
            "Deploy with `python manage.py adopt_users && python manage.py migrate`.",
        )
    else:
        yield Finding(
            rule.code,
            Level.REVIEW,
            first,
            0,
            1,
            "This migration was empty in the release before, and now creates the user model.",
            "Deploy it only where that release has run `migrate`.",
        )


def unknown_django(options: Options) -> Finding:
    return Finding(
        rule.code,
        Level.REVIEW,
        options.app_path,
        0,
        1,
        f"The project's version of Django is not known; the users app is made for {NEWEST}.",
        "Say which one it is with --django VERSION.",
    )


def half_made(app: UsersApp, missing: list[str], tree: Tree, options: Options) -> Iterator[Finding]:
    """Files that stand, and lack what the app needs."""
    models = f"{options.app_path}/models.py"
    if "models.py" not in missing and not defines_user(tree.read(models)):
        yield Finding(
            rule.code,
            Level.TODO,
            models,
            0,
            1,
            "This module has no class User.",
            "Add it:\n\n" + render(app, ["models.py"])["models.py"].decode(),
        )
    apps = f"{options.app_path}/apps.py"
    if app.adopting and "apps.py" not in missing and b"pre_migrate" not in tree.read(apps):
        yield Finding(
            rule.code,
            Level.TODO,
            apps,
            0,
            1,
            "The app does not check a database before it adopts.",
            "Give the app's configuration this:\n\n" + render(app, ["apps.py"])["apps.py"].decode(),
        )
    first = f"{options.app_path}/migrations/{app.first}.py"
    if f"migrations/{app.first}.py" not in missing and b"CreateModel" not in tree.read(first):
        yield Finding(
            rule.code,
            Level.BLOCKER,
            first,
            0,
            1,
            f"The first migration of {app.label} does not create the user model.",
            "Choose another app with --app NAME, or --strategy graft.",
        )


def defines_user(source: bytes) -> bool:
    try:
        body = ast.parse(source).body
    except (SyntaxError, ValueError):
        return b"class User(" in source
    return any(isinstance(node, ast.ClassDef) and node.name == "User" for node in body)
