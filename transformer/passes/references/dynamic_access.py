"""The auth user reached by a name in a string: `getattr(auth_models, "User")`.

What it does: looks for code that reaches the auth user, or its module, by a name in a string:
`getattr`, `vars`, `__dict__`, `globals()`, `import_module`, `sys.modules`.

Why it breaks: such code reaches the class that is swapped out; and where `globals()["User"]` is the
last use of an import, the name is gone.

What is edited: nothing, for what such code does is not to be seen from the outside.

What is reported: each place.
"""

from __future__ import annotations

import ast

from transformer.codemod.file import File, string
from transformer.codemod.literals import last_name
from transformer.codemod.rules import Example, Rule
from transformer.findings import Level
from transformer.semantics.resolve import AUTH_USER

rule = Rule(
    __name__,
    "US329",
    "auth-user-by-name",
    Level.TODO,
    link="https://docs.djangoproject.com/en/stable/topics/auth/customizing/#referencing-the-user-model",
    also=("migrations",),
    examples=(
        Example(
            before="""\
                from importlib import import_module

                from django.contrib.auth import models

                User = getattr(models, "User")
                Same = vars(models)["User"]
                Third = import_module("django.contrib.auth.models").User
                Fourth = attrgetter("User.objects")(models)
                Fifth = import_string("%s.%s" % ("django.contrib.auth.models", "User"))
                """,
            reports=("US329",) * 5,
        ),
        Example(
            title="other things by name",
            before="""\
                from django.contrib.auth import models

                Group = getattr(models, "Group")
                name = getattr(object(), "User", None)
                other = attrgetter("Group.objects")(models), attrgetter("User")(object())
                """,
        ),
    ),
)

MODULE = AUTH_USER.rpartition(".")[0]
BY_NAME = ("getattr", "setattr", "hasattr", "delattr", "object")
IMPORTERS = ("import_module", "__import__", "importorskip")
REMEDY = "Write `get_user_model()` if the user model is meant."


@rule.on(ast.Call)
def by_name(call: ast.Call, file: File) -> None:
    name = last_name(call.func)
    first = call.args[0] if call.args else None
    if name in BY_NAME and len(call.args) > 1:
        word = string(call.args[1])
        if word is not None and is_auth_user_of(file, first, word):
            file.report(rule, call.args[1], "This reaches the auth user by its name.", REMEDY)
    elif name in IMPORTERS and first is not None and string(first) == MODULE:
        message = "This imports the module of the auth user while the program runs."
        file.report(rule, first, message, REMEDY)


@rule.on(ast.Call, words=("attrgetter",))
def by_getter(call: ast.Call, file: File) -> None:
    """``attrgetter("User.objects")(models)``."""
    getter = call.func
    if isinstance(getter, ast.Call) and last_name(getter.func) == "attrgetter" and call.args:
        for path in getter.args:
            meaning = file.meaning(call.args[0])
            for name in (string(path) or "").split("."):
                meaning = file.resolver.attributes(meaning, name)
                if AUTH_USER in meaning:
                    file.report(rule, path, "This reaches the auth user by its name.", REMEDY)
                    break


@rule.on(ast.Tuple, ast.List, spelled=True)
def module_and_name(node: ast.Tuple | ast.List, file: File) -> None:
    """``"%s.%s" % ("django.contrib.auth.models", "User")``."""
    match node.elts:
        case [module, name] if string(module) == MODULE and string(name) == "User":
            file.report(rule, module, "These words together name the auth user.", REMEDY)


@rule.on(ast.Subscript)
def in_namespace(node: ast.Subscript, file: File) -> None:
    word = string(node.slice)
    if word is None:
        return
    space = node.value
    if last_name(space) == "modules" and word == MODULE:
        message = "This reaches for the module of the auth user by its name."
        file.report(rule, node.slice, message, REMEDY)
    elif isinstance(space, ast.Call) and last_name(space) == "vars" and space.args:
        if is_auth_user_of(file, space.args[0], word):
            file.report(rule, node.slice, "This reaches the auth user by its name.", REMEDY)
    elif isinstance(space, ast.Attribute) and space.attr == "__dict__":
        if is_auth_user_of(file, space.value, word):
            file.report(rule, node.slice, "This reaches the auth user by its name.", REMEDY)
    elif isinstance(space, ast.Call) and last_name(space) in ("globals", "locals"):
        top = file.analysis.module
        if AUTH_USER in file.resolver.lookup(word, top, file.module.name):
            message = f"This reads the name `{word}`, which the auth user is imported under."
            remedy = f"Bind `{word} = get_user_model()` for it, or write the call in its place."
            file.report(rule, node.slice, message, remedy)


def is_auth_user_of(file: File, module: ast.AST | None, word: str) -> bool:
    """Whether the attribute ``word`` of ``module`` is the auth user."""
    return AUTH_USER in file.resolver.attributes(file.meaning(module), word)
