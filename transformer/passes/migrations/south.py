"""Migrations of South, the predecessor of Django's own migrations, stay as they are.

What it does: names the migrations of South that name the auth user.

Why it breaks: nothing breaks. Django has not run them since 1.7; they freeze models by name, as in
`orm['auth.User']`, and only South reads them.

What is edited: nothing.

What is reported: each file, so that nobody wonders.
"""

from __future__ import annotations

import re

from transformer.codemod.codebase import Codebase
from transformer.codemod.rules import Example, Rule
from transformer.findings import Level

rule = Rule(
    __name__,
    "US510",
    "south-migration",
    Level.NOTE,
    link="https://docs.djangoproject.com/en/stable/releases/1.7/#schema-migrations",
    examples=(
        Example(
            path="blog/migrations/0001_initial.py",
            before="""\
                from south.v2 import SchemaMigration


                class Migration(SchemaMigration):
                    models = {"auth.user": {"Meta": {"object_name": "User"}}}
                """,
            reports=("US510",),
        ),
        Example(
            title="a migration of Django",
            path="blog/migrations/0001_initial.py",
            before="""\
                from django.db import migrations


                class Migration(migrations.Migration):
                    dependencies = []
                    operations = []
                """,
        ),
    ),
)

_USER = re.compile(rb"(?i)auth\.user")


@rule.on(Codebase)
def left_alone(codebase: Codebase) -> None:
    """Name the migrations of South that name the auth user."""
    for path in codebase.facts:
        source = codebase.tree.read(path)
        if found := _USER.search(source):
            codebase.report(
                rule,
                path,
                "This is a migration of South, which names the auth user; Django never runs it.",
                "It was left as it is. Delete it if nobody needs it any more.",
                line=source.count(b"\n", 0, found.start()) + 1,
                column=found.start() - source.rfind(b"\n", 0, found.start()),
            )
