"""Which classes are relations between models of Django. Not a rule: those on relations share it."""

from __future__ import annotations

import ast

from transformer.codemod.classes import ancestry
from transformer.codemod.file import File

DJANGO = ("django.db.models.", "django.contrib.contenttypes.fields.")
RELATIONS = ("ForeignKey", "OneToOneField", "ManyToManyField", "ForeignObject", "GenericRelation")
# Fields of third-party packages that take a model as their first argument.
SUFFIXES = (
    "ForeignKey",
    "OneToOneField",
    "ManyToManyField",
    "ManyToMany",
    "OneToOne",
    "ToManyField",
)
# Libraries whose relations are called like those of Django, and know nothing of its models.
OTHER_LIBRARIES = frozenset(
    [
        *("aerich", "edgy", "flask_sqlalchemy", "gino", "mongoengine", "odmantic", "ormar"),
        *("peewee", "piccolo", "playhouse", "pony", "saffier", "sqlalchemy", "sqlmodel"),
        *("tortoise", "umongo"),
    ]
)


def is_relation(file: File, function: ast.expr) -> bool:
    """Whether a call of ``function`` makes a relation, as far as its name and its origin tell.

    What comes from elsewhere decides by its name; a class of the project by what it derives from.
    """
    named = _named(function)
    for dotted in file.meaning(function):
        if _of_other_library(dotted):
            return False
        classes = list(ancestry(file, dotted))
        if any(is_relation_of_django(above) for above, _ in classes):
            return True
        if any(_of_other_library(above) for above, _ in classes):
            return False
        if all(body is not None for _, body in classes):
            return False
    return named


def is_relation_of_django(dotted: str) -> bool:
    """Whether a dotted name is that of one of Django's own relations."""
    return dotted.startswith(DJANGO) and dotted.endswith(RELATIONS)


def derives_from_relation(file: File, node: ast.ClassDef) -> bool:
    """Whether a class is a relation of the project's own, at any distance from Django's."""
    return any(is_relation(file, base) for base in node.bases if _is_name(base))


def _is_name(node: ast.expr) -> bool:
    return isinstance(node, ast.Name | ast.Attribute)


def _named(function: ast.expr) -> bool:
    name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    return name.endswith(SUFFIXES) or name in RELATIONS


def _of_other_library(dotted: str) -> bool:
    return dotted.partition(".")[0] in OTHER_LIBRARIES
