"""SQL in the history that names the table `auth_user`.

What it does: notes SQL in the history that names the table `auth_user`.

Why it breaks: nothing breaks while the user model keeps `db_table = "auth_user"`, but the statement
needs the table to be there, and a later renaming of the table has to come after it.

What is edited: nothing but the dependencies: the migration depends on the user model (US502).

What is reported: each place, because `usershift rename-table` has to put the renaming after it.
"""

from __future__ import annotations

import ast

from transformer.codemod.file import File, text_of
from transformer.codemod.rules import Example, Rule
from transformer.findings import Level
from transformer.passes.migrations.needs import table_in
from transformer.spellings import content_type

rule = Rule(
    __name__,
    "US506",
    "sql-on-auth-user",
    Level.NOTE,
    link="https://docs.djangoproject.com/en/stable/ref/migration-operations/#runsql",
    examples=(
        Example(
            path="blog/migrations/0002_lower.py",
            before="""\
                from django.conf import settings
                from django.db import migrations


                class Migration(migrations.Migration):
                    dependencies = [migrations.swappable_dependency(settings.AUTH_USER_MODEL)]
                    operations = [
                        migrations.RunSQL("UPDATE auth_user SET email = lower(email)"),
                    ]
                """,
            reports=("US506",),
        ),
        Example(
            title="another table",
            path="blog/migrations/0002_lower.py",
            before="""\
                from django.db import migrations


                class Migration(migrations.Migration):
                    dependencies = []
                    operations = [
                        migrations.RunSQL("UPDATE auth_group SET name = lower(name)"),
                    ]
                """,
        ),
    ),
)


@rule.on(ast.Constant, priority=3)
def sql(node: ast.Constant, file: File) -> None:
    table = table_in(file, node)
    # US349 says what breaks at once.
    if table is not None and not any(content_type.find(text_of(node) or "", file.index)):
        file.report(
            rule,
            node,
            f"This migration names the table `{table}`, which keeps its name for now.",
            "Leave it; a later renaming of the table has to come after this migration.",
            Level.NOTE,
        )
