"""The table `auth_user` gets the name of its model, `users_user`.

What it does: renames three tables, with `usershift rename-table`: `auth_user`, `auth_user_groups`
and `auth_user_user_permissions`. No row is copied or touched, and foreign keys follow on every
database. Indexes, constraints and PostgreSQL's sequences keep their names, which is harmless.

Why it breaks: it is a release with a stop, for code of the release before asks for a table that is
no longer there. PostgreSQL and SQLite rename all three in one transaction; MariaDB and MySQL one
after another. So do all under Django 2.0 and 2.1 where the settings may name SQLite: they rename a
table that others point to outside of a transaction only.

What is edited: `db_table` goes from the model, and a new migration renames the tables. It depends
on every migration of the project that names one, so that a database which is built from nothing
runs those first.

What is reported: a `review` says how to deploy the release, and how to take it back. The run is
refused where `db_table` is written in another way, or where the app's migrations have no single
end.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from transformer.codemod.codebase import Codebase
from transformer.codemod.deletion import delete
from transformer.codemod.file import File
from transformer.codemod.rules import Example, Rule, diff
from transformer.edits import Create, Rewrite
from transformer.errors import ErrorCode, Refused
from transformer.findings import Level
from transformer.options import Options
from transformer.project import Project
from transformer.project.migrations import Key, MigrationFile, MigrationIndex
from transformer.semantics import References
from transformer.spellings.table import name_in
from transformer.strategies.generated_app import UsersApp, environment, render
from transformer.tree import Tree

SQLITE = ("sqlite3", "spatialite")
APP = UsersApp("users", "users", (4, 2), adopting=False)
FILES = {f"users/{path}": content.decode() for path, content in render(APP).items()}
MODEL = FILES.pop("users/models.py")

rule = Rule(
    __name__,
    "US230",
    "table-named-after-its-model",
    Level.REVIEW,
    link="https://docs.djangoproject.com/en/stable/ref/migration-operations/#altermodeltable",
    examples=(
        Example(
            path="users/models.py",
            before=MODEL,
            after=MODEL[: MODEL.index("\n    class Meta")],
            files=FILES,
            reports=("US230",),
        ),
        diff(
            """\
                  from django.contrib.auth.models import AbstractUser


                  class User(AbstractUser):
                      class Meta(AbstractUser.Meta):
                -         db_table = "auth_user"
                          ordering = ["username"]
                """,
            title="a Meta with more in it",
            path="users/models.py",
            files=FILES,
            reports=("US230",),
        ),
        Example(
            title="a table that has its own name already",
            path="users/models.py",
            before="from django.contrib.auth.models import AbstractUser\n\n\n"
            "class User(AbstractUser):\n    pass\n",
            files=FILES,
        ),
    ),
)


def keeps_the_old_name(tree: Tree, options: Options) -> bool:
    """Whether the model still says ``db_table = "auth_user"``."""
    models = f"{options.app_path}/models.py"
    return models in tree and b"auth_user" in tree.read(models)


@rule.on(Codebase)
def rename(codebase: Codebase) -> None:
    """Drop the name from the model, and add the migration. Raises Refused where that fails."""
    tree, options, index = codebase.tree, codebase.options, codebase.index
    if not keeps_the_old_name(tree, options):
        return
    folder = options.app_path
    models = codebase.file(f"{folder}/models.py")
    drop_table_name(models)
    splices = models.splices()
    if not splices:
        raise Refused(
            f'{models.path} names the table in a way that is no plain `db_table = "auth_user"`.',
            "Take it out of the model's Meta by hand, and run `makemigrations`.",
            code=ErrorCode.RENAME_REFUSED,
        )
    codebase.report(rule, edit=Rewrite(models.path, splices))
    last = leaf(index.migrations, options)
    path = f"{folder}/migrations/{last.next_number}_rename_table.py"
    needed = sorted(naming(index, tree, options))
    template = environment().get_template("rename_table.py.jinja")
    atomic = renames_in_a_transaction(codebase.project)
    text = template.render(label=options.app, last=last.name, needed=needed, atomic=atomic)
    codebase.report(
        rule,
        path,
        "The release with this migration needs a stop: processes with the code before it ask "
        "for the table auth_user, which is gone then.",
        "Stop them, run `migrate`, start the new ones. Views on the table break on MariaDB and "
        "MySQL (ERROR 1356): drop them before and create them again after. "
        f"`migrate {options.app} {last.name}` takes it back.",
        column=1,
        edit=Create(path, text.encode(), rule.code),
    )


def renames_in_a_transaction(project: Project) -> bool:
    """Whether every database of the project can; SQLite cannot before Django 2.2.

    https://docs.djangoproject.com/en/2.1/ref/databases/#sqlite-notes
    """
    engines = [one.engines for one in project.settings]
    known = bool(engines) and all(engines)
    return project.series >= (2, 2) or (
        known and not any(name.endswith(SQLITE) for each in engines for name in each)
    )


def drop_table_name(file: File) -> None:
    """Take ``db_table`` out of the Meta of User, and a Meta that says nothing else with it."""
    for meta, statement in table_names(file.analysis.tree):
        delete(file, rule, statement if len(meta.body) > 1 else meta)


def table_names(module: ast.Module) -> Iterator[tuple[ast.ClassDef, ast.Assign]]:
    """Where the Meta of User says ``db_table = "auth_user"``."""
    for model in module.body:
        if not isinstance(model, ast.ClassDef) or model.name != "User":
            continue
        for meta in model.body:
            if not isinstance(meta, ast.ClassDef) or meta.name != "Meta":
                continue
            for statement in meta.body:
                match statement:
                    case ast.Assign(
                        targets=[ast.Name(id="db_table")], value=ast.Constant(value="auth_user")
                    ):
                        yield meta, statement


def leaf(migrations: MigrationIndex, options: Options) -> MigrationFile:
    """The last migration of the users app. Raises Refused where there are several."""
    _, leaves = migrations.ends_of(options.app)
    if len(leaves) != 1:
        names = ", ".join(one.name for one in leaves)
        raise Refused(
            f"The migrations of {options.app} have no single end: {names}.",
            "Merge them first (`makemigrations --merge`).",
            code=ErrorCode.RENAME_REFUSED,
        )
    return leaves[0]


def naming(references: References, tree: Tree, options: Options) -> Iterator[Key]:
    """Label and name of every migration of other apps that names the table."""
    for one in references.migrations.files.values():
        if not one.path.startswith(options.app_path + "/") and name_in(tree.read(one.path)):
            yield one.key
