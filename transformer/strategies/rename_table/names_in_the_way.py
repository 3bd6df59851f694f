"""What still names the table ``auth_user`` stands in the way of its rename.

SQL in strings, in ``.sql`` files and in views breaks with the rename, and Django does not notice.
So do fixtures of ``auth.user``, which Django saves into ``auth_user`` as long as it is there.
Migrations are no obstacle: the rename runs after those that name the table. A view that a migration
creates is reported, for on MariaDB and MySQL it breaks (ERROR 1356).
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from transformer.codemod.rules import Example, Rule
from transformer.findings import Finding, Level
from transformer.formats.python.syntax import parse
from transformer.options import Options
from transformer.semantics import References
from transformer.strategies.rename_table.rename import FILES, MODEL, TABLE, table_names
from transformer.tree import Tree

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
FIXTURE = re.compile(rb"""\bmodel["']?\s*[:=]\s*["']?auth\.user\b""", re.IGNORECASE)
VIEW = re.compile(rb"\bCREATE\b[^;]*\bVIEW\b", re.IGNORECASE | re.DOTALL)


def find(tree: Tree, references: References, options: Options) -> Iterator[Finding]:
    models = f"{options.app_path}/models.py"
    for path in tree:
        if path.endswith(".py"):
            if references.is_migration(path):
                yield from views(path, tree.read(path))
            else:
                yield from strings(path, tree.read(path), of_model=path == models)
        elif path.endswith(SQL):
            yield from lines(path, tree.read(path), TABLE, "SQL")
        elif path.endswith(FIXTURES):
            yield from lines(path, tree.read(path), FIXTURE, "This fixture")


def strings(path: str, source: bytes, *, of_model: bool = False) -> Iterator[Finding]:
    """String literals that name the table, but for docstrings and what the rename takes out."""
    if not TABLE.search(source):
        return
    try:
        module = parse(source).tree
    except (SyntaxError, ValueError, RecursionError):
        yield from lines(path, source, TABLE, "This file, which Python cannot read,")
        return
    documents = {
        id(node.value)
        for node in ast.walk(module)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    if of_model:
        documents |= {id(statement.value) for _, _, statement in table_names(module)}
    for node in ast.walk(module):
        match node:
            case ast.Constant(value=str(text)) if id(node) not in documents:
                if TABLE.search(text.encode("utf-8", "replace")):
                    yield blocker(path, node.lineno, node.col_offset + 1, "This string")


def lines(path: str, content: bytes, pattern: re.Pattern[bytes], what: str) -> Iterator[Finding]:
    for found in pattern.finditer(content):
        line = content.count(b"\n", 0, found.start()) + 1
        yield blocker(path, line, found.start() - content.rfind(b"\n", 0, found.start()), what)


def views(path: str, source: bytes) -> Iterator[Finding]:
    if TABLE.search(source) and (found := VIEW.search(source)):
        line = source.count(b"\n", 0, found.start()) + 1
        yield Finding(
            rule.code,
            Level.REVIEW,
            path,
            line,
            1,
            "This migration creates a view that may name the table auth_user. On MariaDB and "
            "MySQL the view breaks when the table is renamed.",
            "There, drop the view before the rename and create it again after.",
        )


def blocker(path: str, line: int, column: int, what: str) -> Finding:
    return Finding(
        rule.code,
        Level.BLOCKER,
        path,
        line,
        column,
        f"{what} names the table auth_user, which the rename takes away.",
        "Use the ORM, or take the name from `User._meta.db_table`; in fixtures, the label of the "
        "user model. Then run this again.",
    )
