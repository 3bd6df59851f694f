"""SQL and options that name the table `auth_user`.

What it does: notes SQL texts, and options such as `db_table`, that name `auth_user` or its tables
of relations.

Why it breaks: nothing breaks now, for the table keeps its name. It does on the day when `usershift
rename-table` gives it the name that its model calls for.

What is edited: nothing.

What is reported: each place, so that all are known by then.
"""

from __future__ import annotations

import ast
import re

from transformer.codemod.file import File, argument, text_of
from transformer.codemod.literals import in_f_string, is_docstring, last_name
from transformer.codemod.rules import Example, Rule
from transformer.findings import Level
from transformer.spellings import content_type
from transformer.spellings.table import name_in

rule = Rule(
    __name__,
    "US327",
    "table-of-auth-user",
    Level.NOTE,
    link="https://docs.djangoproject.com/en/stable/topics/db/sql/",
    examples=(
        Example(
            path="blog/reports.py",
            before="""\
                from django.db import connection


                def count(table):
                    with connection.cursor() as cursor:
                        cursor.execute("SELECT COUNT(*) FROM auth_user")
                        cursor.execute(f"DELETE FROM {table} USING auth_user_groups")
                """,
            reports=("US327", "US327"),
        ),
        Example(
            title="a query for the content type, too",
            path="blog/reports.py",
            before="""\
                SQL = (
                    "SELECT u.id FROM auth_user u, django_content_type c "
                    "WHERE c.app_label = 'auth' AND c.model = 'user'"
                )
                """,
            reports=("US349",),
        ),
        Example(
            title="a second model on the table",
            path="blog/models.py",
            before="""\
                from django.db import models


                class Person(models.Model):
                    class Meta:
                        managed = False
                        db_table = "auth_user"
                """,
            reports=("US327",),
        ),
        Example(
            title="the user model itself, in an app that holds other models",
            path="blog/models.py",
            before="""\
                from django.contrib.auth.models import AbstractUser


                class User(AbstractUser):
                    class Meta(AbstractUser.Meta):
                        db_table = "auth_user"
                """,
            options={"app": "blog", "app_module": "blog", "app_path": "blog", "strategy": "graft"},
        ),
        Example(
            title="other tables, and words that only look like it",
            path="blog/reports.py",
            before="""\
                SQL = "SELECT * FROM auth_group JOIN my_auth_user ON 1=1"
                KEY = "_auth_user_id"
                """,
        ),
    ),
)

SQL = re.compile(
    r"(?i)\b(select|insert|update|delete|join|from|alter|create|drop|truncate|where|grant|copy|with)\b"
)
TAKES_TABLE = ("db_table", "table", "table_name", "tables", "extra", "execute", "raw", "RunSQL")


@rule.on(ast.Constant, ast.JoinedStr)
def table(node: ast.Constant | ast.JoinedStr, file: File) -> None:
    text = text_of(node)
    if text is None or not name_in(text):
        return
    if in_f_string(file, node) or is_docstring(file, node) or is_table_of_user_model(file, node):
        return
    if any(content_type.find(text, file.index)):
        return  # US349 says what breaks at once
    if SQL.search(text) or is_table(file, node):
        file.report(
            rule,
            node,
            "This names the table of the users, which keeps its name for now.",
            "Leave it; `usershift rename-table` will need it changed.",
            Level.NOTE,
        )


def is_table_of_user_model(file: File, node: ast.AST) -> bool:
    """Whether the user model itself, or the migration that makes it, names its table here."""
    if not file.path.startswith(f"{file.options.app_path}/"):
        return False
    for parent in file.ancestors(node):
        match parent:
            case ast.ClassDef(name="User"):
                return True
            case ast.Call():
                name = argument(parent, 0, "name")
                return last_name(parent.func) == "CreateModel" and text_of(name) == "User"
            case ast.FunctionDef():
                return False
    return False


def is_table(file: File, node: ast.AST) -> bool:
    """Whether what a literal is given to takes the names of tables."""
    for parent in file.ancestors(node):
        if isinstance(parent, ast.keyword):
            return parent.arg in TAKES_TABLE
        if isinstance(parent, ast.Assign):
            return any(last_name(target) in TAKES_TABLE for target in parent.targets)
        if isinstance(parent, ast.Call):
            return last_name(parent.func) in TAKES_TABLE
        if isinstance(parent, ast.Compare):
            return any(last_name(s) == "db_table" for s in (parent.left, *parent.comparators))
        if not isinstance(parent, (ast.List, ast.Tuple, ast.Set)):
            return False
    return False
