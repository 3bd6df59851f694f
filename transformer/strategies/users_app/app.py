"""A users app holds the model, its first migration, and the adoption of existing databases.

What it does: makes the users app: plain Django that the team owns. `admin.py` and `forms.py` come
with the passes that find out whether the project needs them.

Why it breaks: the setting `AUTH_USER_MODEL` needs a model to name, and every database has to take
that model for the rows that it has.

What is edited: created are `models.py` with `class User(AbstractUser)` in the table `auth_user`;
`migrations/0001_initial.py`, with the fields that the project's Django has in its own user;
`migrations/0002_adopt_content_type.py`, which moves (or merges) the content type with every
permission, grant, log entry and generic relation; `adoption.py`, which checks a database before
`migrate` changes anything and which `usershift finalize` removes later; and `apps.py`, which pins
the type of the primary key. A file that stands already is left as it is, so that a half-made app is
completed and a second run makes nothing.

What is reported: a `review` says how databases adopt the first migration, another that the version
of Django is not known, or newer than any that is. A file that stands and lacks what the app needs
is a `todo` with the code to add; a first migration that does not create the model is a `blocker`.
"""

from __future__ import annotations

import ast

from transformer.codemod.codebase import Codebase
from transformer.codemod.rules import Example, Rule
from transformer.edits import Create
from transformer.findings import Level
from transformer.project.django_series import NEWEST
from transformer.project.own_user_model import begun_user_model, makes_user
from transformer.strategies.generated_app import UsersApp, describe, render

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
            title="a Django that is newer than any that is known",
            path="site/settings.py",
            before=SETTINGS,
            files={"requirements.txt": "Django==9.1.2\n"},
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


@rule.on(Codebase)
def make(codebase: Codebase) -> None:
    """Create what is missing of the app, and say what stands in the way of the rest."""
    options = codebase.options
    if options.strategy == "graft" or not options.swaps:
        return
    if begun_user_model(codebase.project) is not None:
        return  # US102 says what is to be done first
    app = describe(codebase.project, codebase.tree, options)
    missing = [path for path in app.files() if f"{options.app_path}/{path}" not in codebase.tree]
    for path, content in render(app, missing).items():
        codebase.report(rule, edit=Create(f"{options.app_path}/{path}", content, rule.code))
    if missing:
        introduce(codebase, app)
    half_made(codebase, app, missing)


def introduce(codebase: Codebase, app: UsersApp) -> None:
    """Say what a reviewer should look at first."""
    if app.strategy == "bridge":
        message = (
            "This migration replaces auth.0001_initial, so that a plain `migrate` lets every "
            "database adopt the new model."
        )
        remedy = (
            "Read its docstring. Once every database has run `migrate`, run `usershift finalize`."
        )
    elif app.strategy == "command":
        message = (
            "A database that has the table auth_user must adopt this migration before `migrate`."
        )
        remedy = "Deploy with `python manage.py adopt_users && python manage.py migrate`."
    else:
        message = "This migration was empty in the release before, and now creates the user model."
        remedy = "Deploy it only where that release has run `migrate`."
    folder = codebase.options.app_path
    codebase.report(rule, f"{folder}/migrations/{app.first}.py", message, remedy, column=1)
    django = codebase.project.django
    if django is None:
        codebase.report(
            rule,
            folder,
            f"The project's version of Django is not known; the users app is made for {NEWEST}.",
            "Say which one it is with --django VERSION.",
            column=1,
        )
    elif codebase.project.series > NEWEST.series:
        codebase.report(
            rule,
            folder,
            f"The project runs on Django {django.version} ({django.source}), which is newer than "
            f"any that usershift knows; the users app is made for {NEWEST}.",
            "Look for a newer usershift, or compare the fields of migrations/0001_initial.py with "
            "those of Django's own user and run `makemigrations --check`.",
            column=1,
        )


def half_made(codebase: Codebase, app: UsersApp, missing: list[str]) -> None:
    """Report the files that stand, and lack what the app needs."""
    tree, folder = codebase.tree, codebase.options.app_path
    models = f"{folder}/models.py"
    if "models.py" not in missing and not defines_user(tree.read(models)):
        codebase.report(
            rule,
            models,
            "This module has no class User.",
            "Add it:\n\n" + render(app, ["models.py"])["models.py"].decode(),
            Level.TODO,
            column=1,
        )
    apps = f"{folder}/apps.py"
    if app.adopting and "apps.py" not in missing and b"pre_migrate" not in tree.read(apps):
        codebase.report(
            rule,
            apps,
            "The app does not check a database before it adopts.",
            "Give the app's configuration this:\n\n" + render(app, ["apps.py"])["apps.py"].decode(),
            Level.TODO,
            column=1,
        )
    first = f"{folder}/migrations/{app.first}.py"
    if f"migrations/{app.first}.py" not in missing and b"CreateModel" not in tree.read(first):
        codebase.report(
            rule,
            first,
            f"The first migration of {app.label} does not create the user model.",
            "Choose another app with --app NAME, or --strategy graft.",
            Level.BLOCKER,
            column=1,
        )
    elif f"migrations/{app.first}.py" not in missing and makes_another_table(tree.read(first)):
        codebase.report(
            rule,
            first,
            f"This migration makes {app.label}.User in a table of its own, and not in auth_user.",
            f"Delete the migrations in {folder}/migrations/ and run `usershift migrate` again: no "
            "database that holds users in auth_user can have applied them. What else they held "
            "comes back with `makemigrations`.",
            Level.BLOCKER,
            column=1,
        )


def makes_another_table(migration: bytes) -> bool:
    """Whether somebody has made the model's first migration before it got its table."""
    return (b"auth_user" not in migration and b"AuthOperation" not in migration) and makes_user(
        migration
    )


def defines_user(source: bytes) -> bool:
    try:
        body = ast.parse(source).body
    except (SyntaxError, ValueError):
        return b"class User(" in source
    return any(isinstance(node, ast.ClassDef) and node.name == "User" for node in body)
