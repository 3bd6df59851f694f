"""A relation field of the project's own names the user model inside its class.

What it does: looks into the methods of classes that derive from a relation of Django, at any
distance, for the model that they give to `to`.

Why it breaks: every model that uses the field points to `auth.User`, which is swapped out;
`manage.py check` says `fields.E301`.

What is edited: the default of the parameter `to`, `kwargs.setdefault("to", ...)`,
`kwargs["to"] = ...`, a dictionary with the key, and what `super().__init__()` gets for `to` become
`settings.AUTH_USER_MODEL`; so does the default of a function that makes a relation with it.

What is reported: nothing.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from transformer.codemod.file import File, argument, string
from transformer.codemod.rules import Example, Rule, Safe, diff
from transformer.findings import Level
from transformer.passes.references.relation_fields import derives_from_relation, is_relation
from transformer.spellings.model_label import is_label

rule = Rule(
    __name__,
    "US307",
    "relation-field-of-project",
    Level.TODO,
    neutral=True,
    link="https://docs.djangoproject.com/en/stable/howto/custom-model-fields/",
    examples=(
        diff(
            """\
                - from django.db import models
                + from django.conf import settings
                + from django.db import models


                  class OwnerField(models.ForeignKey):
                -     def __init__(self, to="auth.User", **options):
                +     def __init__(self, to=settings.AUTH_USER_MODEL, **options):
                          super().__init__(to, models.CASCADE, **options)


                  class ReaderField(OwnerField):
                      def __init__(self, *args, **kwargs):
                -         kwargs.setdefault("to", "auth.User")
                +         kwargs.setdefault("to", settings.AUTH_USER_MODEL)
                          super().__init__(*args, **kwargs)


                  class EditorField(OwnerField):
                      def __init__(self, **kwargs):
                -         super().__init__(to="auth.User", **kwargs)
                +         super().__init__(to=settings.AUTH_USER_MODEL, **kwargs)


                  class WriterField(OwnerField):
                      def __init__(self, to=None, **kwargs):
                -         options = {"to": "auth.User", **kwargs}
                -         super().__init__(to or "auth.User", **options)
                +         options = {"to": settings.AUTH_USER_MODEL, **kwargs}
                +         super().__init__(to or settings.AUTH_USER_MODEL, **options)
                """,
            path="blog/fields.py",
        ),
        Example(
            title="a class that is no relation",
            path="blog/fields.py",
            before="""\
                class Sender:
                    def __init__(self, to="auth.User"):
                        self.to = to
                """,
            reports=("US349",),
        ),
    ),
)


@rule.on(ast.ClassDef, spelled=True)
def own_field(node: ast.ClassDef, file: File) -> None:
    if not derives_from_relation(file, node):
        return
    for target in _targets(node):
        if file.is_auth_user(target) or is_label(string(target) or ""):
            file.report(rule, target, edit=Safe(file.user_setting(rule, target)))


def _targets(node: ast.ClassDef) -> Iterator[ast.expr]:
    """The expressions in the methods of a class that become the field's ``to``."""
    for method in node.body:
        if not isinstance(method, ast.FunctionDef):
            continue
        arguments = method.args
        names = [*arguments.posonlyargs, *arguments.args]
        defaults = zip(reversed(names), reversed(arguments.defaults), strict=False)
        only = zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
        for name, default in (*defaults, *only):
            if name.arg == "to" and default is not None:
                yield default
        for inner in ast.walk(method):
            match inner:
                case ast.Call(ast.Attribute(_, "setdefault"), [ast.Constant("to"), target]):
                    yield target
                case ast.Call(ast.Attribute(_, "update" | "pop" | "get")):
                    if (given := argument(inner, None, "to")) is not None:
                        yield given
                    if len(inner.args) == 2 and string(inner.args[0]) == "to":
                        yield inner.args[1]
                case ast.Dict(keys, values):
                    yield from (v for k, v in zip(keys, values, strict=True) if string(k) == "to")
                case ast.Assign([ast.Subscript(_, ast.Constant("to"))], target):
                    yield target
                case ast.Call(ast.Attribute(ast.Call(ast.Name("super")), "__init__")):
                    match argument(inner, 0, "to"):
                        case ast.BoolOp(values=values):
                            yield from values
                        case ast.IfExp(body=one, orelse=other):
                            yield from (one, other)
                        case ast.expr() as given:
                            yield given


@rule.on(ast.FunctionDef, spelled=True)
def default(node: ast.FunctionDef, file: File) -> None:
    """``def owner(to="auth.User"): return models.ForeignKey(to, …)``."""
    names = [*node.args.posonlyargs, *node.args.args]
    defaults = zip(reversed(names), reversed(node.args.defaults), strict=False)
    only = zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True)
    related: set[str] | None = None
    for name, value in (*defaults, *only):
        if value is None or not (file.is_auth_user(value) or is_label(string(value) or "")):
            continue
        if related is None:
            related = set(_related(node, file))
        if name.arg in related and not file.claimed(value):
            file.report(rule, value, edit=Safe(file.user_setting(rule, value)))


def _related(function: ast.FunctionDef, file: File) -> Iterator[str]:
    """The names that a function relates to: ``to`` of ``models.ForeignKey(to, …)``."""
    for inner in ast.walk(function):
        if isinstance(inner, ast.Call) and is_relation(file, inner.func):
            given = argument(inner, 0, "to")
            if isinstance(given, ast.Name):
                yield given.id
