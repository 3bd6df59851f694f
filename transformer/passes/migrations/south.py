"""Migrations of South, the predecessor of Django's own migrations, stay as they are.

What breaks: nothing. Django has not run them since 1.7; they freeze models by name, as in
``orm['auth.User']``, and only South reads them.

Treatment: they are left alone, and named, so that nobody wonders.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from transformer.codemod.rules import Example, Rule
from transformer.findings import Finding, Level

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

_SOUTH = re.compile(rb"(?m)^(?:from|import)\s+south\b")
_USER = re.compile(rb"(?i)auth\.user")


def is_south(source: bytes) -> bool:
    return _SOUTH.search(source) is not None


def left_alone(path: str, source: bytes) -> Iterator[Finding]:
    """What is said of a migration of South that names the auth user."""
    if found := _USER.search(source):
        line = source.count(b"\n", 0, found.start()) + 1
        column = found.start() - source.rfind(b"\n", 0, found.start())
        message = "This is a migration of South, which names the auth user; Django never runs it."
        remedy = "It was left as it is. Delete it if nobody needs it any more."
        yield Finding(rule.code, rule.level, path, line, column, message, remedy)
