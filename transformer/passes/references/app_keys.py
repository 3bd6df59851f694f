"""The label of the app as a key, an index or an argument: `app_dict["auth"]`, `{"auth": 0}`.

What it does: looks at places where `auth` is looked up among apps: in the admin's list of apps, in
`apps.app_configs`, in tables and lists of app labels, in links to `admin:app_list`.

Why it breaks: the user is in the users app now. What is found under `auth` holds groups alone; a
table or a list that does not know the new label raises `KeyError` or `ValueError`, or puts the app
at the end.

What is edited: a table that is looked up by the label of an app gets an entry for the users app,
with the same value, and a list whose `index` is asked for it gets the label. So does the app of a
model that is asked for in place, as in `apps.app_configs["auth"].get_model("User")`. Other lists of
apps are only edited with `--suggested`.

What is reported: what is not edited.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable

from transformer.codemod.file import File, string, text_of
from transformer.codemod.literals import in_f_string, is_docstring, last_name, owner
from transformer.codemod.rules import Example, Rule, Safe, diff
from transformer.findings import Level
from transformer.passes.references.both_apps import in_dict, in_list
from transformer.passes.references.label_variables import is_app_label
from transformer.spellings import Sure
from transformer.spellings.admin_app import find_classes, find_pages

rule = Rule(
    __name__,
    "US331",
    "app-label-as-key",
    Level.TODO,
    link="https://docs.djangoproject.com/en/stable/ref/contrib/admin/#django.contrib.admin.AdminSite.get_app_list",
    examples=(
        diff(
            """\
                  from django.contrib import admin

                - ORDER = {"auth": 0, "shop": 1}
                - FIRST = ["shop", "auth"]
                + ORDER = {"auth": 0, "users": 0, "shop": 1}
                + FIRST = ["shop", "auth", "users"]


                  class ShopSite(admin.AdminSite):
                      def get_app_list(self, request, app_label=None):
                          app_dict = self._build_app_dict(request)
                          people = app_dict["auth"]["models"]
                          people.sort(key=lambda model: model["name"])
                          apps = sorted(app_dict.values(), key=lambda a: ORDER[a["app_label"]])
                          apps.sort(key=lambda app: FIRST.index(app["app_label"]))
                          return apps or self._build_app_dict(request, "auth")
                """,
            title="the order of apps in the admin",
            path="shop/admin.py",
            reports=("US331", "US331"),
        ),
        diff(
            """\
                  from django.apps import apps

                - User = apps.app_configs["auth"].get_model("User")
                + User = apps.app_configs["users"].get_model("User")
                  Group = apps.app_configs["auth"].get_model("Group")
                  config = apps.app_configs["auth"]
                  other = apps.app_configs.get("auth")
                """,
            title="the registry of apps",
            reports=("US331", "US331"),
        ),
        Example(
            title="links to the admin's page of an app",
            before="""\
                from django.urls import reverse

                A = reverse("admin:app_list", args=("auth",))
                B = reverse("admin:app_list", kwargs={"app_label": "auth"})
                C = reverse("admin:app_list", args=("shop",))
                """,
            reports=("US331", "US331"),
        ),
        diff(
            """\
                - driver.find_element("css selector", ".app-auth.model-user #result_list")
                + driver.find_element("css selector", ".app-users.model-user #result_list")
                  driver.find_element("css selector", ".app-auth")
                  client.get("/admin/auth/")
                  client.get("/api/auth/")
                  path("app-auth/", handoff, name="app-auth-handoff")
                """,
            title="the admin's page of the app, and the class of its pages",
            path="shop/tests.py",
            reports=("US331", "US331"),
        ),
        Example(
            title="lists of apps",
            before="""\
                SKIPPED = ["auth", "contenttypes", "sessions"]
                ICONS = {"auth": "people", "contenttypes": "kind"}
                """,
            reports=("US331", "US331"),
        ),
        diff(
            """\
                - SKIPPED = ["auth", "contenttypes", "sessions"]
                + SKIPPED = ["auth", "users", "contenttypes", "sessions"]
                """,
            title="a list of apps",
            reports=("US331",),
            options={"suggested": True},
        ),
        Example(
            title="permissions of django-rules for a whole app",
            before="""\
                import rules

                rules.add_perm("auth", rules.always_allow)
                rules.add_perm("shop", rules.always_allow)
                """,
            reports=("US331",),
        ),
        Example(
            title="other things called auth",
            before="""\
                config = {"auth": {"user": "ann"}, "host": "example.org"}
                app["auth"] = config["auth"]
                SCOPES = ["auth", "email", "profile"]
                LOGGERS = {"auth": {"level": "INFO"}, "contenttypes": {"level": "INFO"}}
                urls = reverse("shop:app_list", args=("blog",))
                """,
        ),
    ),
)

FOUND = "This finds the app `auth`, and the user model is no longer in it."
LISTED = "This names the app `auth` among others, and the user model is no longer in it."

_TABLES = re.compile(
    r"(?i)apps|\w*app_?(?:dict|list|configs?|labels?|order|icons?|names?)|\w*(?:by|per)_app"
    r"|\w+_apps|apps_\w+"
)
_LOOKS_UP = ("get", "pop", "setdefault", "index")
# Functions that give, or take, the admin's apps.
_OF_ADMIN = ("_build_app_dict", "get_app_list", "app_index")
_PAGES = re.compile(r"(?:[\w.-]+:)*app_list")
# Labels that are no words of anything else. `admin`, `sites` and `messages` are.
_LABELS = frozenset({"contenttypes", "staticfiles", "flatpages", "authtoken", "redirects"})
_ALSO = frozenset({"admin", "sessions", "sites", "messages", "sitemaps", "postgres", "gis"})
_OF_LOGGERS = frozenset({"level", "handlers", "propagate"})
# A value that a second entry can have as well.
_PLAIN = (ast.Constant, ast.Name, ast.Attribute, ast.UnaryOp)


@rule.on(ast.Constant, ast.JoinedStr)
def text(node: ast.Constant | ast.JoinedStr, file: File) -> None:
    """``"/admin/auth/"`` and ``".app-auth.model-user"``."""
    value = text_of(node)
    if value is None or "auth" not in value:
        return
    if in_f_string(file, node) or is_docstring(file, node):
        return
    classes = list(find_classes(value, file.index))
    for mention in classes[:1]:
        message = (
            "This is the class of pages of the app `auth` in the admin; the user's have another."
        )
        remedy = f"Write `{mention.new(file.options)}` where pages of the user are meant."
        certain = all(each.sure is Sure.CERTAIN for each in classes)
        edit = Safe(mention.new(file.options), part=mention.old) if certain else None
        file.report(rule, node, message, remedy, edit=edit)
    for _ in list(find_pages(value, file.index))[:1]:
        message = "This leads to the admin's page of the app `auth`, and the users are not on it."
        remedy = f"Use that of `{file.options.app}` where users are meant."
        file.report(rule, node, message, remedy)


@rule.on(ast.Subscript, spelled=True)
def index(node: ast.Subscript, file: File) -> None:
    if string(node.slice) == "auth" and is_table_of_apps(file, node.value):
        found(file, node, node.slice)


@rule.on(ast.Call, spelled=True)
def call(node: ast.Call, file: File) -> None:
    name = last_name(node.func)
    values = [*node.args, *(keyword.value for keyword in node.keywords)]
    auth = next((value for value in values if string(value) == "auth"), None)
    if _PAGES.fullmatch((string(node.args[0]) if node.args else None) or ""):
        for part in (part for value in values for part in ast.walk(value)):
            if isinstance(part, ast.Constant) and part.value == "auth":
                file.report(rule, part, FOUND, f"Link to `{file.options.app}` for the users.")
    elif auth is None:
        return
    elif isinstance(node.func, ast.Attribute) and name in _LOOKS_UP and auth in node.args[:1]:
        if is_table_of_apps(file, node.func.value):
            found(file, node, auth)
    elif name in _OF_ADMIN or any(d.startswith("rules.") for d in file.meaning(node.func)):
        file.report(rule, auth, FOUND, f"Ask for `{file.options.app}` as well.")


def found(file: File, node: ast.expr, auth: ast.expr) -> None:
    """An app that is looked up: by its label or for one of its models."""
    model: ast.expr | None = None
    match file.parent(node):
        case ast.Attribute(attr="get_model") as method:
            outer = file.parent(method)
            if isinstance(outer, ast.Call) and outer.args:
                model = outer.args[0]
        case ast.Attribute(attr="models") as models:
            outer = file.parent(models)
            if isinstance(outer, ast.Subscript):
                model = outer.slice
    name = (string(model) or "").lower()
    if name == "user":
        file.report(rule, auth, edit=Safe(file.options.app, part="auth"))
    elif not name and not file.claimed(auth):
        file.report(rule, auth, FOUND, f"Look `{file.options.app}` up as well.")


def is_table_of_apps(file: File, node: ast.expr) -> bool:
    """Whether a name says that its keys are apps, or it is what the admin builds."""
    if last_name(node) in _OF_ADMIN:
        return True
    if isinstance(node, ast.Name) and (scope := owner(file, node)):
        values = (binding.value for binding in scope.bindings.get(node.id, []))
        if any(last_name(value) in _OF_ADMIN for value in values if isinstance(value, ast.Call)):
            return True
    # `all_models` is the registry's, and that of US313.
    return _TABLES.fullmatch(last_name(node)) is not None


@rule.on(ast.Dict, priority=-1, spelled=True)
def table(node: ast.Dict, file: File) -> None:
    keys = [string(key) for key in node.keys]
    if "auth" not in keys or file.options.app in keys or is_of_router(file):
        return
    at = keys.index("auth")
    auth, value = node.keys[at], node.values[at]
    assert auth is not None
    if file.claimed(auth):
        return
    plain = isinstance(value, _PLAIN)
    if is_looked_up(file, node, ("get", "pop")):
        if plain and in_dict(file, rule, node):
            return
        file.report(rule, auth, LISTED, f"Give `{file.options.app}` an entry as well.")
    elif are_labels(file, keys) and not is_of_loggers(value):
        if plain and file.options.suggested and in_dict(file, rule, node):
            file.report(rule, node, LISTED, "Check the new entry.", Level.REVIEW)
        else:
            file.report(rule, auth, LISTED, f"Give `{file.options.app}` an entry as well.")


@rule.on(ast.List, ast.Tuple, ast.Set, priority=-1, spelled=True)
def several(node: ast.List | ast.Tuple | ast.Set, file: File) -> None:
    words = [string(part) for part in node.elts]
    if "auth" not in words or file.options.app in words or is_of_router(file):
        return
    auth = node.elts[words.index("auth")]
    if file.claimed(auth):
        return
    if is_looked_up(file, node, ("index",)):
        if not in_list(file, rule, node):
            file.report(rule, auth, LISTED, f"Name `{file.options.app}` as well.")
    elif None not in words and are_labels(file, words):
        if file.options.suggested and in_list(file, rule, node):
            file.report(rule, node, LISTED, "Check the new label.", Level.REVIEW)
        else:
            file.report(rule, auth, LISTED, f"Name `{file.options.app}` as well.")


def is_looked_up(file: File, node: ast.expr, methods: Iterable[str]) -> bool:
    """Whether the file looks the label of an app up in a literal, or in the name that has it."""
    for each in (node, *_names_of(file, node)):
        parent = file.parent(each)
        match parent:
            case ast.Subscript(value=value, slice=key) if value is each:
                if is_app_label(file, key):
                    return True
            case ast.Attribute(attr=method) if method in methods:
                outer = file.parent(parent)
                if isinstance(outer, ast.Call) and outer.args and is_app_label(file, outer.args[0]):
                    return True
    return False


def _names_of(file: File, node: ast.expr) -> list[ast.expr]:
    """Where the file reads the name, or the attribute, that is given the literal."""
    parent = file.parent(node)
    targets = parent.targets if isinstance(parent, ast.Assign) else []
    if isinstance(parent, ast.AnnAssign):
        targets = [parent.target]
    names = {last_name(target) for target in targets} - {""}
    return [
        each
        for each in file.analysis.parents
        if names
        and isinstance(each, ast.Name | ast.Attribute)
        and isinstance(each.ctx, ast.Load)
        and last_name(each) in names
    ]


def are_labels(file: File, words: Iterable[str | None]) -> bool:
    """Whether most words are labels of apps, at least one of them for sure."""
    others = [word for word in words if word and word != "auth"]
    own = {app.label for app in file.project.apps}
    known = [word for word in others if word in own | _LABELS | _ALSO]
    sure = any(word in own | _LABELS for word in known)
    return sure and 2 * len(known) >= len(others)


def is_of_router(file: File) -> bool:
    """Whether the file has a database router, whose tables US325 answers for."""
    return file.mentions(b"allow_migrate") or file.mentions(b"db_for_read")


def is_of_loggers(value: ast.expr) -> bool:
    """Whether this is what ``LOGGING`` says of a logger."""
    keys = value.keys if isinstance(value, ast.Dict) else []
    return not _OF_LOGGERS.isdisjoint({string(key) for key in keys})
