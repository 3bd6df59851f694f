"""Comparisons with the module of an app: `config.name == "django.contrib.auth"`.

What it does: looks at comparisons, patterns and tables of modules with `django.contrib.auth` or its
`models` among them, as code asks the configuration of an app or the class of a model where it is
from.

Why it breaks: the branch that was meant for the user is no longer taken, since the user's model
comes from another module and another app. Nothing says so.

What is edited: the module, where the same condition asks for the class `User`.

What is reported: the other comparisons. What asks which apps are installed stays as it is, for
`django.contrib.auth` goes on being one of them.
"""

from __future__ import annotations

import ast
import re

from transformer.codemod.file import File, string
from transformer.codemod.literals import bound_values, last_name, literals
from transformer.codemod.rules import Example, Rule, Safe, diff
from transformer.findings import Level
from transformer.passes.references.app_keys import is_of_loggers
from transformer.passes.references.app_labels import models_asked_for
from transformer.passes.references.compared import Compared, on_compared
from transformer.passes.references.words import MODULE

rule = Rule(
    __name__,
    "US333",
    "comparison-with-module-of-auth",
    Level.TODO,
    link="https://docs.djangoproject.com/en/stable/ref/applications/#django.apps.AppConfig.name",
    examples=(
        diff(
            """\
                  def is_user(c):
                -     return c.__name__ == "User" and c.__module__ == "django.contrib.auth.models"
                +     return c.__name__ == "User" and c.__module__ == "users.models"
                """,
            title="the class is asked for, too",
        ),
        Example(
            title="the name of an app's configuration",
            before="""\
                SKIPPED = ("django.contrib.auth", "django.contrib.admin")


                def kind_of(config, model):
                    if config.name == "django.contrib.auth" or config.name in SKIPPED:
                        return 1
                    if model._meta.app_config.name not in {"django.contrib.auth", "blog"}:
                        return 2
                    match config.name:
                        case "django.contrib.auth":
                            return 3
                    return config.name.endswith(".auth")
                """,
            reports=("US333",) * 4,
        ),
        Example(
            title="the module of a class",
            before="""\
                import re


                def kind_of(model, others):
                    where = model.__module__
                    if where == "django.contrib.auth.models" or "contrib.auth" in where:
                        return 1
                    if model.__module__.startswith(("django.contrib.auth", "blog")):
                        return 2
                    if where.startswith("django."):
                        return 3
                    if re.match(r"django\\.contrib\\.auth", where):
                        return 4
                    if model.__module__.split(".")[-2] == "auth":
                        return 5
                    return [m for m in others if m.__module__ != "django.contrib.auth.models"]
                """,
            reports=("US333",) * 7,
        ),
        Example(
            title="a table of apps",
            before="""\
                ICONS = {"django.contrib.auth": "people", "blog": "pen"}
                LOGGERS = {"django.contrib.auth": {"level": "INFO"}, "blog": {"level": "INFO"}}
                """,
            reports=("US333",),
        ),
        Example(
            title="assertions, and chains of comparisons",
            before="""\
                def test_kind(self, model, other):
                    self.assertEqual(model.__module__, "django.contrib.auth.models")
                    self.assertEqual(model._meta.app_config.name, "django.contrib.auth")
                    assert other == model.__module__ == "django.contrib.auth.models"
                    self.assertEqual(other.__module__, "blog.models")
                """,
            path="blog/tests.py",
            reports=("US333",) * 3,
        ),
        Example(
            title="installed apps, groups, and other modules",
            before="""\
                from django.apps import apps
                from django.conf import settings

                rest = [app for app in settings.INSTALLED_APPS if app != "django.contrib.auth"]
                for app in settings.INSTALLED_APPS:
                    if app.startswith("django.contrib.auth") or app in ("django.contrib.auth",):
                        print(app)


                def keep(record):
                    return record.name.startswith("django.contrib.auth")



                if "django.contrib.auth" in settings.INSTALLED_APPS:
                    print(apps.is_installed("django.contrib.auth"))


                def kind_of(m, config, path):
                    if m.__module__ == "django.contrib.auth.models" and m.__name__ == "Group":
                        return 1
                    if path.startswith("django.") or path.endswith(".auth"):
                        return 2
                    return config.name == "django.contrib.admin" or m.__module__ == "auth.models"
                """,
        ),
    ),
)

_APP = "django.contrib.auth"
_EXACT = frozenset({_APP, MODULE, f"{_APP}.apps"})
_BEGINS = _EXACT | {f"{_APP}."}
# These hold for all of Django, and the user is no longer of it.
_WIDE = frozenset({"django", "django.", "django.contrib", "django.contrib."})
_ENDS = frozenset({"contrib.auth", ".auth", ".auth.models", "auth.models", "contrib.auth.models"})
_PATTERN = re.compile(r"[\^(]*(?:\\b)?django\\*\.contrib\\*\.auth(?:\\*\.models)?(?![\w.\\])")
_MATCHES = ("match", "search", "fullmatch", "compile")
_CONFIG = re.compile(r"(?i)\w*(?:config|conf|app)")
_SPLITS = ("split", "rsplit", "partition", "rpartition")


# What is compared with may be a name.
@on_compared(rule, words=("contrib", "__module__", "config"))
def link(each: Compared, file: File) -> None:
    """One comparison of two things, in a chain of them, or in an assertion."""
    left, right = each.left, each.right
    if each.equal:
        for module, other in ((left, right), (right, left)):
            if string(module) in _EXACT:
                one(file, each, module, other)
            elif string(module) == "auth" and is_part_of_module(other):
                tell(file, module)
    elif string(left) in _EXACT | _ENDS and is_module(file, right):
        tell(file, left)
    elif "INSTALLED_APPS" not in last_name(right) and not is_installed(file, left):
        for found in [found for found in literals(file, right) if string(found) in _EXACT][:1]:
            tell(file, found, at=each.node)


def one(file: File, each: Compared, module: ast.expr, other: ast.expr) -> None:
    """A comparison with one module, in which a class may be asked for as well."""
    names = models_asked_for(file, each.node, other)
    plain = each.alone and not each.negated
    if names == ["user"] and string(module) == MODULE and plain:
        models = f"{file.options.app_module}.models"
        file.report(rule, module, edit=Safe(models, part=MODULE))
    elif (names and "?" not in names and "user" not in names) or is_installed(file, other):
        file.claim(rule, module)
    else:
        tell(file, module)


def is_installed(file: File, node: ast.expr) -> bool:
    """Whether this is one of the installed apps that a loop goes through.

    `django.contrib.auth` goes on being one of them.
    """
    if not isinstance(node, ast.Name):
        return False
    looped = [source for source in bound_values(file, node) if is_looped(file, source)]
    return any(last_name(source) == "INSTALLED_APPS" for source in looped)


def is_looped(file: File, node: ast.AST) -> bool:
    """Whether a loop goes through it."""
    parent = file.parent(node)
    return isinstance(parent, ast.For | ast.comprehension) and parent.iter is node


def tell(file: File, module: ast.expr, at: ast.expr | None = None) -> None:
    text = string(module) or _APP
    models = text.endswith("models")
    what = "module that the auth user is in" if models else "app that the auth user is in"
    new = f"{file.options.app_module}.models" if models else file.options.app_module
    file.report(
        rule,
        at or module,
        f"This compares with the {what}, and the user model moves out of it.",
        f"Ask for `{new}` as well if the user is meant.",
    )


@rule.on(ast.Call, words=("startswith", "endswith", "match", "search", "compile"))
def call(node: ast.Call, file: File) -> None:
    """``model.__module__.startswith("django.contrib.auth")``, and regular expressions."""
    if not node.args:
        return
    match node.func:
        case ast.Attribute(value=value, attr="startswith" | "endswith" as method):
            wanted = _BEGINS if method == "startswith" else _EXACT
            if is_installed(file, value) or is_of_log(value):
                return
            if is_module(file, value):
                wanted = wanted | (_WIDE if method == "startswith" else _ENDS)
            found = [each for each in literals(file, node.args[0]) if string(each) in wanted]
        case ast.Attribute(attr=method) | ast.Name(id=method) if method in _MATCHES:
            text = string(node.args[0]) or ""
            found = node.args[:1] if _PATTERN.match(text) else []
        case _:
            return
    for each in found[:1]:
        tell(file, each, at=node)


@rule.on(ast.MatchValue)
def case(node: ast.MatchValue, file: File) -> None:
    if string(node.value) in _EXACT:
        tell(file, node.value)


@rule.on(ast.Dict, spelled=True)
def table(node: ast.Dict, file: File) -> None:
    for key, value in zip(node.keys, node.values, strict=True):
        if key is not None and string(key) in (_APP, MODULE) and not is_of_loggers(value):
            tell(file, key)


def is_module(file: File, node: ast.expr) -> bool:
    """Whether this is the module of a class, or the name of an app's configuration."""
    match node:
        case ast.Attribute(attr="__module__"):
            return True
        case ast.Attribute(value=value, attr="name" | "__name__" | "__package__"):
            return last_name(value) == "module" or bool(_CONFIG.fullmatch(last_name(value)))
        case ast.Name():
            return any(_is_read(value) for value in bound_values(file, node))
        case ast.Call(func=ast.Name(id="getattr"), args=[_, name, *_]):
            return string(name) == "__module__"
    return False


def is_of_log(node: ast.expr) -> bool:
    """Whether this is the name of a logger: ``record.name``."""
    return isinstance(node, ast.Attribute) and last_name(node.value) in ("record", "logger")


def _is_read(value: ast.AST) -> bool:
    return isinstance(value, ast.Attribute) and value.attr == "__module__"


def is_part_of_module(node: ast.expr) -> bool:
    """Whether this is one word of a module: ``model.__module__.split(".")[-2]``."""
    match node:
        case ast.Subscript(value=ast.Call(func=ast.Attribute(value=value, attr=method))):
            if method not in _SPLITS:
                return False
            if isinstance(value, ast.Attribute) and value.attr == "name":
                return _CONFIG.fullmatch(last_name(value.value)) is not None
            return last_name(value) == "__module__"
    return False
