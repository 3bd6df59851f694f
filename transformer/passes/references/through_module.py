"""`auth_models.User` becomes `get_user_model()`.

What it does: replaces attributes that mean the auth user, after `from django.contrib.auth import
models` or `import django.contrib.auth.models`, and those of a module of the project that imported
it.

Why it breaks: once `AUTH_USER_MODEL` is set, such an attribute is the class that is swapped out.

What is edited: the attribute gives way to a call in its place, or to the class of the users app
where a type checker reads it. An import of Django's module that nothing else needs goes.

What is reported: a pattern of `match`, which cannot hold a call, and an assignment to the attribute
are a `todo`. An import of the project's own that nothing reads any more is a `review`.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Set

from transformer.codemod.file import File
from transformer.codemod.rules import Example, Rule, Safe, diff
from transformer.findings import Level
from transformer.passes.references.imported import is_annotation, remaining, types_in_strings
from transformer.semantics.resolve import AUTH_USER

rule = Rule(
    __name__,
    "US304",
    "auth-user-through-module",
    Level.REVIEW,
    neutral=True,
    link="https://docs.djangoproject.com/en/stable/topics/auth/customizing/#referencing-the-user-model",
    examples=(
        diff(
            """\
                - from django.contrib.auth import models as auth_models
                + from django.contrib.auth import get_user_model
                  from django.shortcuts import render


                  def people(request):
                      try:
                -         user = auth_models.User.objects.get(pk=1)
                -     except auth_models.User.DoesNotExist:
                +         user = get_user_model().objects.get(pk=1)
                +     except get_user_model().DoesNotExist:
                          user = None
                      return render(request, "people.html", {"user": user})
                """,
        ),
        diff(
            """\
                  import django.contrib.auth.models
                + from django.contrib.auth import get_user_model

                - print(django.contrib.auth.models.User.objects.count())
                + print(get_user_model().objects.count())
                  print(django.contrib.auth.models.Group.objects.count())
                """,
            title="the module is needed for more",
        ),
        diff(
            """\
                  import django

                  django.setup()

                  from django.contrib.auth import models
                + from users.models import User

                - print(models.User.objects.count(), models.Group.objects.count())
                + print(User.objects.count(), models.Group.objects.count())
                """,
            title="a script, in direct style: models come after django.setup()",
            options={"style": "direct"},
        ),
        Example(
            title="a pattern, and a class put in its place",
            before="""\
                from django.contrib.auth import models


                def name(thing):
                    match thing:
                        case models.User(username=name):
                            return name


                models.User = object
                """,
            reports=("US304", "US304"),
        ),
        Example(
            title="a User of another module",
            before="""\
                from blog import people

                print(people.User)
                """,
            files={"blog/people.py": "class User:\n    pass\n"},
        ),
    ),
)

DOTTED = re.compile(r"(?<![\w.])(?:\w+\.)+\w+(?![\w.])")


def replace(file: File) -> None:
    """Replace every attribute that means the auth user and that no other rule has replaced."""
    for node in remaining(file):
        if not isinstance(node, ast.Attribute) or is_kept(file, node):
            continue
        if isinstance(file.parent(node), ast.MatchClass) and file.options.style != "direct":
            file.report(
                rule,
                node,
                "This pattern matches objects of the auth user, and a pattern cannot hold a call.",
                "Bind `User = get_user_model()` above the function, and write `User` here.",
                Level.TODO,
            )
        elif not isinstance(node.ctx, ast.Load):
            file.report(
                rule,
                node,
                "This puts something in the place of Django's own user model.",
                "Check whether it is still needed: AUTH_USER_MODEL names the user model now.",
                Level.TODO,
            )
        elif file.options.style == "direct" or is_annotation(file, node):
            if file.options.prepare:
                continue
            module = f"{file.options.app_module}.models"
            file.report(rule, node, edit=Safe(file.name_for(rule, module, "User", node)))
        elif (package := _auth_itself(file, node)) is not None:
            file.report(rule, node, edit=Safe(f"{package.id}.get_user_model()"))
        else:
            call = file.name_for(rule, "django.contrib.auth", "get_user_model", node)
            file.report(rule, node, edit=Safe(f"{call}()"))
    drop_unused_modules(file, rule, replace_in_strings(file))


def is_kept(file: File, node: ast.Attribute) -> bool:
    """Whether the attribute is that of a module of the project which goes on holding it."""
    modules = file.meaning(node.value)
    return (
        bool(modules)
        and all(file.index.keeps(module, node.attr) for module in modules)
        and (file.options.style == "direct" or not is_annotation(file, node))
        and isinstance(node.ctx, ast.Load)
    )


def replace_in_strings(file: File) -> set[str]:
    """Replace ``"auth_models.User"`` where a type checker reads it; the names it started from."""
    found: set[str] = set()
    if file.options.prepare:
        return found
    names = [name for name in file.index.names if file.mentions(name.encode())]
    typed = {node: text for name in names for node, text in types_in_strings(file, f".{name}")}
    for node, text in typed.items():
        for dotted in set(DOTTED.findall(text)):
            root, *attributes = dotted.split(".")
            meaning = file.resolver.lookup(root, file.analysis.module, file.module.name)
            for attribute in attributes:
                meaning = file.resolver.attributes(meaning, attribute)
            if meaning != {AUTH_USER} or text.count(dotted) != DOTTED.findall(text).count(dotted):
                continue
            name = file.name_for(rule, f"{file.options.app_module}.models", "User", node)
            if file.report(rule, node, edit=Safe(name, part=dotted)):
                found.add(root)
    return found


def _auth_itself(file: File, node: ast.Attribute) -> ast.Name | None:
    """``auth`` of ``auth.models.User``, after ``from django.contrib import auth``."""
    if isinstance(node.value, ast.Attribute) and isinstance(node.value.value, ast.Name):
        package = node.value.value
        if node.value.attr == "models" and file.means(package, "django.contrib.auth"):
            return package
    return None


def drop_unused_modules(file: File, rule: Rule, in_strings: Set[str] = frozenset()) -> None:
    """Drop the imports of Django's own modules that only what was replaced has read.

    ``in_strings`` are names that it started from in the types that strings hold.
    """
    roots = {root.id for node in file.references if (root := _root(node)) is not None}
    loads: dict[str, list[ast.Name]] = {name: [] for name in roots | in_strings}
    for node in file.analysis.scopes:
        if isinstance(node.ctx, ast.Load) and node.id in loads:
            loads[node.id].append(node)
    for local, reads in sorted(loads.items()):
        if not all(file.claimed(node) for node in reads):
            continue
        if any(not file.claimed(node) for node, _ in types_in_strings(file, f"{local}.")):
            continue
        scopes = {file.analysis.scopes[node] for node in reads} or {file.analysis.module}
        for scope in scopes:
            while local not in scope.bindings and scope.parent is not None:
                scope = scope.parent
            for binding in scope.bindings.get(local, []):
                full = ".".join(filter(None, (binding.module, binding.name)))
                if binding.kind == "import":
                    full = binding.name or binding.module
                if not isinstance(binding.node, ast.alias):
                    continue
                unsaid = binding.kind == "import" or file.options.style == "direct"
                if full == "django.contrib.auth.models" or (
                    full == "django.contrib.auth" and unsaid
                ):
                    file.imports.drop(rule, binding.node)
                elif file.project.modules.get(full):
                    file.report(
                        rule,
                        file.statement(binding.node),
                        f"Nothing in this file reads `{local}` any more.",
                        "Remove the import, unless importing the module does something.",
                    )


def _root(node: ast.expr) -> ast.Name | None:
    """The name that an attribute which was replaced started from."""
    if not isinstance(node, ast.Attribute):
        return None
    while isinstance(node, ast.Attribute):
        node = node.value
    return node if isinstance(node, ast.Name) else None
