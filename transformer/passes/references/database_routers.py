"""Database routers that route the app `auth` route the users app the same way.

What it does: puts the users app beside `auth` in classes with the methods of a database router.

Why it breaks: a router that sends `auth` to a database by its label lets the user model fall
through to `default`, while groups and permissions stay where they were. Nothing says so.

What is edited: lists, sets, tuples and dictionaries that the router reads, comparisons with
`"auth"`, and patterns of `match`.

What is reported: each edit is a `review`, for the table of the users must be found where it is. A
comparison that cannot be widened, such as `startswith("auth")`, is a `todo`.
"""

from __future__ import annotations

import ast

from transformer.codemod.file import File, string
from transformer.codemod.literals import last_name, owner
from transformer.codemod.rules import Example, Rule, Safe, diff
from transformer.findings import Level
from transformer.passes.references.both_apps import in_comparison, in_dict, in_list
from transformer.passes.references.natural_keys import app_of_key

rule = Rule(
    __name__,
    "US325",
    "database-router-of-auth",
    Level.REVIEW,
    link="https://docs.djangoproject.com/en/stable/topics/db/multi-db/#using-routers",
    examples=(
        diff(
            """\
                  class AuthRouter:
                -     route_app_labels = {"auth", "contenttypes"}
                +     route_app_labels = {"auth", "users", "contenttypes"}

                      def db_for_read(self, model, **hints):
                          if model._meta.app_label in self.route_app_labels:
                              return "people"
                          return None

                      def db_for_write(self, model, **hints):
                -         if model._meta.app_label == 'auth':
                +         if model._meta.app_label in ('auth', 'users'):
                              return "people"
                          return None

                      def allow_migrate(self, db, app_label, **hints):
                -         if app_label != "auth":
                +         if app_label not in ("auth", "users"):
                              return None
                          return db in ("people", "auth") or db == "auth"
                """,
            path="shop/routers.py",
            reports=("US325",) * 3,
        ),
        diff(
            """\
                  class AuthRouter:
                      labels = [
                          "auth",  # users and groups
                +         "users",
                          # of the framework
                          "contenttypes"
                      ]
                      places = {
                          "auth": "people",  # users and groups
                +         "users": "people",
                          "blog": "default",
                      }

                      def db_for_read(self, model, **hints):
                          if model._meta.app_label in self.labels:
                              return "people"
                          return self.places.get(model._meta.app_label)

                      def allow_migrate(self, db, label=None, **hints):
                -         return (label or hints.get("label")) == "auth"
                +         return (label or hints.get("label")) in ("auth", "users")
                """,
            title="one label a line, with comments; a test of something computed",
            path="shop/routers.py",
            reports=("US325",) * 3,
        ),
        diff(
            """\
                  class Router:
                      def db_for_read(self, model, **hints):
                          match model._meta.app_label:
                -             case "auth" | "admin":
                +             case "auth" | "users" | "admin":
                                  return "people"
                              case label if label.startswith("auth"):
                                  return "people"

                      def allow_relation(self, obj1, obj2, **hints):
                          return "auth" in {obj1._meta.app_label, obj2._meta.app_label}
                """,
            title="patterns, and a test that cannot be widened",
            path="shop/routers.py",
            reports=("US325",) * 3,
        ),
        diff(
            """\
                  LABELS = [
                      "auth",
                +     "users",
                      "sessions",
                  ]
                - PLACES = {"auth": "people", "blog": "default"}
                + PLACES = {"auth": "people", "users": "people", "blog": "default"}


                  class Router(object):
                      def db_for_read(self, model, **hints):
                          return PLACES.get(model._meta.app_label)

                      def allow_relation(self, obj1, obj2, **hints):
                          return obj1._meta.app_label in LABELS or None
                """,
            title="a dictionary and a list beside the class",
            path="shop/routers.py",
            reports=("US325", "US325"),
        ),
        Example(
            title="a router of other apps, and a class that is no router",
            path="shop/routers.py",
            before="""\
                class Router:
                    def db_for_read(self, model, **hints):
                        return "blog" if model._meta.app_label in {"blog", "shop"} else None


                class Menu:
                    labels = ["auth", "blog"]
                """,
        ),
    ),
)

METHODS = ("db_for_read", "db_for_write", "allow_relation", "allow_migrate", "allow_syncdb")


@rule.on(ast.ClassDef, words=METHODS)
def router(node: ast.ClassDef, file: File) -> None:
    functions = [part for part in node.body if isinstance(part, ast.FunctionDef)]
    if not any(function.name in METHODS for function in functions):
        return
    parts: list[ast.AST] = list(ast.walk(node))
    for name in [part for part in parts if isinstance(part, ast.Name)]:
        parts += _value_beside_class(file, name)
    for part in parts:
        if isinstance(part, (ast.List, ast.Set, ast.Tuple)):
            if not any(map(is_database, asked_of(part, parts, file))):
                element(part, file)
        elif isinstance(part, ast.Dict):
            if any(map(is_app, asked_of(part, parts, file))):
                entry(part, file)
        elif isinstance(part, ast.Compare):
            comparison(part, file)
        elif isinstance(part, ast.MatchValue):
            pattern(part, file)
        elif isinstance(part, ast.Call):
            prefix(part, file)


def asked_of(node: ast.AST, parts: list[ast.AST], file: File) -> list[ast.expr]:
    """What the router looks for in a collection: ``x`` of ``x in LABELS``, ``PLACES[x]``."""
    parent = file.parent(node)
    uses = [node]
    if isinstance(parent, ast.Assign):
        names = {last_name(target) for target in parent.targets}
        uses = [
            p for p in parts if isinstance(p, (ast.Name, ast.Attribute)) and last_name(p) in names
        ]
    found: list[ast.expr] = []
    for use in uses:
        match file.parent(use):
            case ast.Compare(left=left, comparators=comparators):
                found += (side for side in (left, *comparators) if side is not use)
            case ast.Subscript(slice=index):
                found.append(index)
            case ast.Attribute(attr="get") as method:
                call = file.parent(method)
                found += call.args[:1] if isinstance(call, ast.Call) else []
    return found


def is_database(node: ast.expr) -> bool:
    """Whether an expression is the alias of a database, as Django and most people call it."""
    return last_name(node) in ("db", "database", "using", "alias")


def is_app(node: ast.expr) -> bool:
    """Whether an expression is called after an app's label."""
    return any(word in last_name(node) for word in ("app", "label"))


def element(node: ast.List | ast.Set | ast.Tuple, file: File) -> None:
    auth = next((part for part in node.elts if string(part) == "auth"), None)
    if app_of_key(node.elts, file) is not None:
        return
    if auth is not None and in_list(file, rule, node):
        review(file, auth)


def entry(node: ast.Dict, file: File) -> None:
    auth = next((key for key in node.keys if string(key) == "auth"), None)
    if auth is not None and in_dict(file, rule, node):
        review(file, auth)


def comparison(node: ast.Compare, file: File) -> None:
    """``label == "auth"`` becomes ``label in ("auth", "users")``."""
    sides = (node.left, *node.comparators)
    auth = next((side for side in sides if string(side) == "auth"), None)
    if auth is None or file.claimed(auth) or any(map(is_database, sides)):
        return
    if isinstance(node.ops[0], (ast.In, ast.NotIn)):
        asks_for_auth(file, auth)
        return
    if not isinstance(node.ops[0], (ast.Eq, ast.NotEq)):
        return
    if len(sides) != 2:
        remedy = f"Let it hold for `{file.options.app}`, too."
        file.report(rule, auth, "This comparison routes the app `auth` alone.", remedy, Level.TODO)
        return
    if in_comparison(file, rule, node, auth):
        review(file, auth)


def pattern(node: ast.MatchValue, file: File) -> None:
    """``case "auth":`` becomes ``case "auth" | "users":``."""
    if string(node.value) != "auth" or file.claimed(node.value):
        return
    parent = file.parent(node)
    others = parent.patterns if isinstance(parent, ast.MatchOr) else []
    if any(string(getattr(other, "value", None)) == file.options.app for other in others):
        return
    match = next(parent for parent in file.ancestors(node) if isinstance(parent, ast.Match))
    if is_database(match.subject):
        return
    label = file.text.segment(node.value)
    both = f"{label} | {label.replace('auth', file.options.app)}"
    if file.report(rule, node.value, edit=Safe(both)):
        review(file, node.value)


def prefix(node: ast.Call, file: File) -> None:
    """``label.startswith("auth")``: which labels that is to hold for is not seen here."""
    literals = [part for part in node.args if string(part) == "auth"]
    if literals and isinstance(node.func, ast.Attribute) and node.func.attr == "startswith":
        asks_for_auth(file, literals[0])


def asks_for_auth(file: File, literal: ast.expr) -> None:
    message = "This router asks for the app `auth`, and the users are no longer in it."
    file.report(rule, literal, message, f"Let it hold for `{file.options.app}`, too.", Level.TODO)


def review(file: File, node: ast.AST) -> None:
    file.report(
        rule,
        node,
        f"This router now treats `{file.options.app}` like `auth`.",
        "Check whether the table of the users is found in the database it is in.",
    )


def _value_beside_class(file: File, name: ast.Name) -> list[ast.AST]:
    """The collection that a name of the module stands for."""
    scope = owner(file, name)
    if scope is not file.analysis.module:
        return []
    values = [binding.value for binding in scope.bindings.get(name.id, [])]
    return [value for value in values if value is not None]
