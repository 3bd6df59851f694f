"""``auth_models.User`` becomes ``get_user_model()``.

What breaks: as with US301. ``from django.contrib.auth import models`` and ``import
django.contrib.auth.models`` reach the same swapped class through an attribute, and so does a module
of the project that imported it.

Treatment: the attribute gives way to a call in its place, or to the class of the users app where a
type checker reads it. An import of Django's module that nothing else needs goes.
"""

from __future__ import annotations

import ast

from transformer.codemod.file import File
from transformer.findings import Level
from transformer.passes.references.imported import is_annotation, remaining
from transformer.rules import Example, Rule

rule = Rule(
    "US304",
    "auth-user-through-module",
    Level.REVIEW,
    link="https://docs.djangoproject.com/en/stable/topics/auth/customizing/#referencing-the-user-model",
    examples=(
        Example(
            before="""\
                from django.contrib.auth import models as auth_models
                from django.shortcuts import render


                def people(request):
                    try:
                        user = auth_models.User.objects.get(pk=1)
                    except auth_models.User.DoesNotExist:
                        user = None
                    return render(request, "people.html", {"user": user})
                """,
            after="""\
                from django.contrib.auth import get_user_model
                from django.shortcuts import render


                def people(request):
                    try:
                        user = get_user_model().objects.get(pk=1)
                    except get_user_model().DoesNotExist:
                        user = None
                    return render(request, "people.html", {"user": user})
                """,
        ),
        Example(
            title="the module is needed for more",
            before="""\
                import django.contrib.auth.models

                print(django.contrib.auth.models.User.objects.count())
                print(django.contrib.auth.models.Group.objects.count())
                """,
            after="""\
                import django.contrib.auth.models
                from django.contrib.auth import get_user_model

                print(get_user_model().objects.count())
                print(django.contrib.auth.models.Group.objects.count())
                """,
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


def replace(file: File) -> None:
    """Replace every attribute that means the auth user and that no other rule has replaced."""
    for node in remaining(file):
        if not isinstance(node, ast.Attribute):
            continue
        if file.options.style == "direct" or is_annotation(file, node):
            module = f"{file.options.app_module}.models"
            file.replace(rule, node, file.name_for(rule, module, "User", node))
        else:
            call = file.name_for(rule, "django.contrib.auth", "get_user_model", node)
            file.replace(rule, node, f"{call}()")
    drop_unused_modules(file, rule)


def drop_unused_modules(file: File, rule: Rule) -> None:
    """Drop the imports of Django's own modules that only the replaced attributes read."""
    loads: dict[str, list[ast.Name]] = {}
    for name in file.analysis.scopes:
        if isinstance(name.ctx, ast.Load):
            loads.setdefault(name.id, []).append(name)
    roots = {root.id for node in file.references if (root := _root(node)) is not None}
    for local in roots:
        if not all(file.claimed(name) for name in loads[local]):
            continue
        for scope in {file.analysis.scopes[name] for name in loads[local]}:
            while local not in scope.bindings and scope.parent is not None:
                scope = scope.parent
            for binding in scope.bindings.get(local, []):
                full = ".".join(filter(None, (binding.module, binding.name)))
                if binding.kind == "import":
                    full = binding.name or binding.module
                if full == "django.contrib.auth.models" and isinstance(binding.node, ast.alias):
                    file.imports.drop(rule, binding.node)


def _root(node: ast.expr) -> ast.Name | None:
    """The name that an attribute which was replaced started from."""
    if not isinstance(node, ast.Attribute):
        return None
    while isinstance(node, ast.Attribute):
        node = node.value
    return node if isinstance(node, ast.Name) else None
