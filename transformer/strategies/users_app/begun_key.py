"""A first migration that was begun by hand gets the primary key that `auth_user` has.

What it does: completes a users app whose `0001_initial` `makemigrations` has written, with
`db_table = "auth_user"`.

Why it breaks: `makemigrations` takes the type of the key from `DEFAULT_AUTO_FIELD`, which is
`BigAutoField` in most projects; `django.contrib.auth` made `auth_user` with `AutoField`. A database
with another type of key than the model's is refused before it adopts.

What is edited: `BigAutoField` of the user's `id` becomes `AutoField` in the migration, and in the
`default_auto_field` of the app's `apps.py`, if the app has no other model. An `apps.py` that is
made says it already.

What is reported: a `todo` where `apps.py` says nothing, or where other models of the app go by it.
"""

from __future__ import annotations

import ast

from transformer.codemod.codebase import Codebase
from transformer.codemod.file import File
from transformer.codemod.literals import last_name
from transformer.codemod.rules import Example, Rule, Safe, diff
from transformer.edits import Rewrite
from transformer.findings import Level
from transformer.project.own_user_model import creations_of
from transformer.strategies.generated_app import describe

_MODELS = """\
from django.contrib.auth.models import AbstractUser


class User(AbstractUser):
    class Meta(AbstractUser.Meta):
        db_table = "auth_user"
"""
_FILES = {"users/__init__.py": "", "users/models.py": _MODELS, "users/migrations/__init__.py": ""}
_MIGRATION = """\
      from django.db import migrations, models


      class Migration(migrations.Migration):
          operations = [
              migrations.CreateModel(
                  name="User",
                  fields=[
    -                 ("id", models.BigAutoField(primary_key=True)),
    +                 ("id", models.AutoField(primary_key=True)),
                  ],
                  options={"db_table": "auth_user"},
              ),
          ]
    """

rule = Rule(
    __name__,
    "US204",
    "key-of-a-begun-migration",
    Level.TODO,
    link="https://docs.djangoproject.com/en/stable/ref/settings/#default-auto-field",
    examples=(
        diff(
            _MIGRATION,
            path="users/migrations/0001_initial.py",
            files=_FILES,
            reports=("US201", "US201"),
        ),
        diff(
            """\
                  from django.apps import AppConfig


                  class UsersConfig(AppConfig):
                -     default_auto_field = "django.db.models.BigAutoField"
                +     default_auto_field = "django.db.models.AutoField"
                      name = "users"
                """,
            title="the app's configuration",
            path="users/apps.py",
            files=_FILES | {"users/migrations/0001_initial.py": diff(_MIGRATION).before},
            reports=("US201", "US201", "US201"),
        ),
        Example(
            diff(_MIGRATION).after or "",
            title="the key of `auth_user` already",
            path="users/migrations/0001_initial.py",
            files=_FILES,
            reports=("US201", "US201"),
        ),
    ),
)


# Before the rest of the app is made: what is made fits already.
@rule.on(Codebase, priority=1)
def give_the_key(codebase: Codebase) -> None:
    """Have the migration and the app's configuration say the key of ``auth_user``."""
    options, tree = codebase.options, codebase.tree
    app = describe(codebase.project, tree, options)
    first, adopt = (f"{options.app_path}/migrations/{n}.py" for n in (app.first, app.adopt))
    if app.strategy != "command" or first not in tree or adopt in tree:
        return
    migration = codebase.file(first)
    keys = [key for made in creations_of(migration.analysis.tree, "User") for key in _keys(made)]
    if not keys:
        return
    configuration = f"{options.app_path}/apps.py"
    if configuration in tree and not _pinned(codebase, configuration):
        codebase.report(
            rule,
            first,
            "The key of auth_user is an AutoField in most databases, and a BigAutoField here: "
            "a database whose key is another one is refused before anything changes.",
            "Write `id = models.AutoField(primary_key=True)` into the class User, and AutoField "
            "here.",
            line=keys[0].lineno,
            column=keys[0].col_offset + 1,
        )
        return
    for key in keys:
        _say_auto_field(migration, key)
    codebase.report(rule, edit=Rewrite(first, migration.splices()))


def _keys(creation: ast.Call) -> list[ast.expr]:
    """What is called for the field ``id``, where it is a ``BigAutoField``."""
    return [
        field.elts[1].func
        for field in ast.walk(creation)
        if isinstance(field, ast.Tuple)
        and len(field.elts) == 2
        and isinstance(field.elts[0], ast.Constant)
        and field.elts[0].value == "id"
        and isinstance(field.elts[1], ast.Call)
        and last_name(field.elts[1].func) == "BigAutoField"
    ]


def _pinned(codebase: Codebase, path: str) -> bool:
    """Whether the app's configuration says the right key, now or already."""
    folder = f"{codebase.options.app_path}/migrations/"
    others = sum(
        codebase.tree.read(p).count(b"CreateModel(")
        for p in codebase.tree
        if p.startswith(folder) and p.endswith(".py")
    )
    configuration = codebase.file(path)
    stated = [
        node.value
        for node in ast.walk(configuration.analysis.tree)
        if isinstance(node, ast.Assign)
        and isinstance(node.targets[0], ast.Name)
        and node.targets[0].id == "default_auto_field"
        and isinstance(node.value, ast.Constant)
    ]
    if len(stated) != 1:
        return False
    if stated[0].value == "django.db.models.AutoField":
        return True
    if stated[0].value != "django.db.models.BigAutoField" or others > 1:
        return False
    quote = configuration.text.segment(stated[0])[0]
    configuration.report(rule, stated[0], edit=Safe(f"{quote}django.db.models.AutoField{quote}"))
    codebase.report(rule, edit=Rewrite(path, configuration.splices()))
    return True


def _say_auto_field(migration: File, key: ast.expr) -> None:
    written = migration.text.segment(key)
    migration.report(rule, key, edit=Safe(written.replace("BigAutoField", "AutoField")))
