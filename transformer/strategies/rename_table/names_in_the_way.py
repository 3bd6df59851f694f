"""What still names the table `auth_user` stands in the way of its rename.

What it does: looks for everything that names the table `auth_user` when `usershift rename-table`
takes the name away: strings and SQL files, views, and fixtures of `auth.user`.

Why it breaks: SQL breaks with the rename, and Django does not notice. So do fixtures of
`auth.user`, which Django saves into `auth_user` as long as it is there. Migrations are no obstacle,
for the rename runs after those that name the table; but a view that one of them creates breaks on
MariaDB and MySQL (ERROR 1356).

What is edited: nothing.

What is reported: each place is a `blocker`; a view that a migration creates is a `review`.
Docstrings and comments do not count.
"""

from __future__ import annotations

import ast
import re

from transformer.codemod.codebase import Codebase
from transformer.codemod.rules import Example, Rule
from transformer.contents import positions
from transformer.findings import Level
from transformer.formats.python.syntax import parse
from transformer.spellings import Find, model_label, table
from transformer.strategies.rename_table.rename import (
    FILES,
    MODEL,
    keeps_the_old_name,
    table_names,
)

rule = Rule(
    __name__,
    "US231",
    "old-table-name",
    Level.BLOCKER,
    examples=(
        Example(
            title="SQL in a string",
            path="reports/sql.py",
            before='QUERY = "SELECT count(*) FROM auth_user"\n',
            files={**FILES, "users/models.py": MODEL},
            reports=("US230", "US231"),
        ),
        Example(
            title="SQL in the app of the model",
            path="users/people.py",
            before='QUERY = "SELECT count(*) FROM auth_user"\n',
            files={**FILES, "users/models.py": MODEL},
            reports=("US230", "US231"),
        ),
        Example(
            title="a fixture",
            path="shop/fixtures/users.json",
            before='[{"model": "auth.user", "pk": 1}]\n',
            files={**FILES, "users/models.py": MODEL},
            reports=("US230", "US231"),
        ),
        Example(
            title="names that only begin alike",
            path="reports/links.py",
            before='# The table auth_user.\nLINK = "admin:auth_user_password_change"\n',
            files={**FILES, "users/models.py": MODEL},
            reports=("US230",),
        ),
    ),
)

SQL = (".sql", ".psql", ".ddl")
FIXTURES = (".json", ".jsonl", ".yaml", ".yml", ".xml")
VIEW = re.compile(rb"\bCREATE\b[^;]*\bVIEW\b", re.IGNORECASE | re.DOTALL)


# While the model still has the name: the rule beside this one takes it away.
@rule.on(Codebase, priority=1)
def find(codebase: Codebase) -> None:
    tree, options = codebase.tree, codebase.options
    if not keeps_the_old_name(tree, options):
        return
    models = f"{options.app_path}/models.py"
    for path in tree:
        if path.endswith(".py") and codebase.index.is_migration(path):
            view(codebase, path, tree.read(path))
        elif path.endswith(".py"):
            strings(codebase, path, tree.read(path), of_model=path == models)
        elif path.endswith(SQL):
            lines(codebase, path, tree.read(path), table.find, "SQL")
        elif path.endswith(FIXTURES):
            lines(codebase, path, tree.read(path), model_label.find_rows, "This fixture")


def strings(codebase: Codebase, path: str, source: bytes, *, of_model: bool) -> None:
    """String literals that name the table, but for docstrings and what the rename takes out."""
    if b"auth_user" not in source:
        return
    try:
        module = parse(source).tree
    except (SyntaxError, ValueError, RecursionError):
        lines(codebase, path, source, table.find, "This file, which Python cannot read,")
        return
    documents = {
        id(node.value)
        for node in ast.walk(module)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    if of_model:
        documents |= {id(statement.value) for _, statement in table_names(module)}
    for node in ast.walk(module):
        match node:
            case ast.Constant(value=str(text)) if id(node) not in documents:
                if table.name_in(text):
                    report(codebase, path, node.lineno, node.col_offset + 1, "This string")


def lines(codebase: Codebase, path: str, content: bytes, find: Find, what: str) -> None:
    spots = positions(content, [mention.at for mention in find(content, codebase.index)])
    for line, column in spots.values():
        report(codebase, path, line, column, what)


def view(codebase: Codebase, path: str, source: bytes) -> None:
    """A view that a migration creates: on two databases it breaks."""
    if table.name_in(source) and (found := VIEW.search(source)):
        codebase.report(
            rule,
            path,
            "This migration creates a view that may name the table auth_user. On MariaDB and "
            "MySQL the view breaks when the table is renamed.",
            "There, drop the view before the rename and create it again after.",
            Level.REVIEW,
            line=source.count(b"\n", 0, found.start()) + 1,
            column=1,
        )


def report(codebase: Codebase, path: str, line: int, column: int, what: str) -> None:
    codebase.report(
        rule,
        path,
        f"{what} names the table auth_user, which the rename takes away.",
        "Use the ORM, or take the name from `User._meta.db_table`; in fixtures, the label of the "
        "user model. Then run this again.",
        line=line,
        column=column,
    )
