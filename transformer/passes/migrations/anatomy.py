"""The parts of a migration file: its classes, what they depend on, what their functions get.

Not a rule: the rules of this pass share it.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from transformer.codemod.file import File, argument, string
from transformer.codemod.literals import last_name
from transformer.semantics.scopes import Function

MIGRATION = ("django.db.migrations.Migration", "django.db.migrations.migration.Migration")
# Attributes of a migration that name migrations, not models.
GRAPH = ("dependencies", "run_before", "replaces")


def migration_classes(file: File) -> list[ast.ClassDef]:
    """The classes of a file that Django would load as a migration, or that such a class extends."""
    return [
        node
        for node in file.analysis.tree.body
        if isinstance(node, ast.ClassDef)
        and (node.name == "Migration" or any(file.means(b, *MIGRATION) for b in node.bases))
    ]


def assignments(file: File, owner: ast.ClassDef, name: str) -> Iterator[ast.Assign | ast.AnnAssign]:
    """The statements that give the attribute ``name`` of a class its value, wherever they stand."""
    for node in file.analysis.parents:
        if isinstance(node, ast.Assign):
            targets = node.targets
        elif isinstance(node, ast.AnnAssign) and node.value is not None:
            targets = [node.target]
        else:
            continue
        for target in targets:
            outside = (
                isinstance(target, ast.Attribute)
                and target.attr == name
                and isinstance(target.value, ast.Name)
                and target.value.id == owner.name
            )
            inside = isinstance(target, ast.Name) and target.id == name
            if outside or (inside and class_of(file, node) is owner):
                yield node


def class_of(file: File, node: ast.AST) -> ast.ClassDef | None:
    """The class in whose body ``node`` runs; None inside a function and outside of classes."""
    for parent in file.ancestors(node):
        if isinstance(parent, ast.ClassDef):
            return parent
        if isinstance(parent, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
            return None
    return None


def in_graph(file: File, node: ast.AST) -> bool:
    """Whether ``node`` stands where a migration names other migrations."""
    for parent in file.ancestors(node):
        targets: list[ast.expr] = []
        if isinstance(parent, ast.Assign):
            targets = parent.targets
        elif isinstance(parent, (ast.AnnAssign, ast.AugAssign)):
            targets = [parent.target]
        elif isinstance(parent, ast.Call) and isinstance(parent.func, ast.Attribute):
            # ``dependencies.append((…))``
            targets = [parent.func.value]
        for target in targets:
            name = target.attr if isinstance(target, ast.Attribute) else getattr(target, "id", "")
            if name in GRAPH:
                return True
    return False


def is_swappable_dependency(node: ast.AST) -> bool:
    if not isinstance(node, ast.Call):
        return False
    return last_name(node.func) == "swappable_dependency"


def is_user_setting(file: File, node: ast.AST | None) -> bool:
    """Whether an expression is ``settings.AUTH_USER_MODEL``, or a name that stands for it."""
    if isinstance(node, ast.Attribute):
        return node.attr == "AUTH_USER_MODEL"
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
        return node.id == "AUTH_USER_MODEL" or is_user_setting(file, value_of(file, node))
    if isinstance(node, ast.Call) and last_name(node.func) == "getattr":
        return string(argument(node, 1, "name")) == "AUTH_USER_MODEL"
    return False


def value_of(file: File, node: ast.Name) -> ast.expr | None:
    """What a name was given, where it is given a value in one place only."""
    scope = file.analysis.scopes.get(node)
    while scope is not None:
        bindings = scope.bindings.get(node.id, [])
        if bindings:
            only = bindings[0] if len(bindings) == 1 else None
            found = only.value if only is not None and only.kind == "assign" else None
            return found if found is not node else None
        scope = scope.parent
    return None


def constant_of(file: File, node: ast.expr | None) -> str | None:
    """The string that an expression is: a literal, or a name for one."""
    if isinstance(node, ast.Name):
        node = value_of(file, node)
    return string(node)


def is_user_label(file: File, text: str | None) -> bool:
    """Whether a string is the label of the user model, by its old or by its new name.

    Django ignores the case of a model's name, not that of the app's label.
    """
    label, _, model = (text or "").partition(".")
    return label in ("auth", file.options.app) and model.lower() == "user"


def registry(file: File, function: Function | ast.Lambda) -> str | None:
    """The parameter by which a function gets the historical models, if it gets them.

    It is the first one of a function that ``RunPython`` runs, and that which is called ``apps``.
    """
    names = [arg.arg for arg in (*function.args.posonlyargs, *function.args.args)]
    if "apps" in names or "apps" in [arg.arg for arg in function.args.kwonlyargs]:
        return "apps"
    return names[0] if names and function in _run_by_operations(file) else None


def _run_by_operations(file: File) -> list[ast.AST]:
    found: list[ast.AST] = []
    for node in file.analysis.parents:
        if not isinstance(node, ast.Call) or last_name(node.func) != "RunPython":
            continue
        given = (argument(node, 0, "code"), argument(node, 1, "reverse_code"))
        for code in filter(None, given):
            if isinstance(code, ast.Name):
                scope = file.analysis.scopes[code]
                places = [scope, file.analysis.module]
                found += [b.node for place in places for b in place.bindings.get(code.id, [])]
            else:
                found.append(code)
    return found
