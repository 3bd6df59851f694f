"""Django's own forms for its own user, and the places that use them.

Not a rule: the rules US350 to US352 share it.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass

from transformer.codemod.classes import derives, enclosing_class
from transformer.codemod.file import File
from transformer.codemod.literals import owner
from transformer.passes.references.imported import is_annotation
from transformer.semantics.scopes import Binding

MODULE = "django.contrib.auth.forms"
NAMES = ("UserCreationForm", "BaseUserCreationForm", "AdminUserCreationForm", "UserChangeForm")
# django.contrib.auth.admin imports them under their own names.
STOCK = tuple(f"{module}.{n}" for module in (MODULE, "django.contrib.auth.admin") for n in NAMES)
MARK = b"Form"


@dataclass(frozen=True, eq=False)
class Use:
    """``binding`` is the import that gave the file the name; None for an attribute of a module.

    Where it is not ``certain``, the name may mean something else as well.
    """

    node: ast.Name | ast.Attribute
    form: str
    binding: Binding | None
    certain: bool


def direct_uses(file: File) -> list[Use]:
    """Where a form of Django's is used as it is, not as the base of another."""
    if not file.mentions(MARK):
        return []
    found = []
    names = _names(file)
    for node in file.analysis.parents:
        if isinstance(node, ast.Name):
            wanted = node.id in names and isinstance(node.ctx, ast.Load)
        elif isinstance(node, ast.Attribute):
            wanted = node.attr in NAMES and isinstance(node.ctx, ast.Load)
        else:
            continue
        if not wanted:
            continue
        stock = sorted(file.meaning(node) & set(STOCK))
        if stock and _is_direct(file, node):
            certain = len(file.meaning(node)) == 1
            form = stock[0].rpartition(".")[2]
            found.append(Use(node, form, _binding(file, node), certain))
    return found


def _names(file: File) -> set[str]:
    """The names under which a file may know one of the forms."""
    found = set(NAMES)
    for scope in {file.analysis.module, *file.analysis.scopes.values()}:
        for local, bindings in scope.bindings.items():
            for binding in bindings:
                if binding.kind == "from":
                    meaning = file.resolver.member(binding.module, binding.name)
                    found |= set() if meaning.isdisjoint(STOCK) else {local}
    return found


def _binding(file: File, node: ast.Name | ast.Attribute) -> Binding | None:
    if not isinstance(node, ast.Name) or (scope := owner(file, node)) is None:
        return None
    return next((b for b in reversed(scope.bindings[node.id]) if b.kind == "from"), None)


def _is_direct(file: File, node: ast.expr) -> bool:
    parent = file.parent(node)
    if isinstance(parent, ast.Attribute) or is_annotation(file, node):
        return False
    if isinstance(parent, ast.ClassDef):
        return False
    if isinstance(parent, ast.Tuple) and isinstance(file.parent(parent), ast.Call):
        parent = file.parent(parent)
    if isinstance(parent, ast.Call) and parent.func is not node:
        called = getattr(parent.func, "attr", getattr(parent.func, "id", ""))
        if called in ("isinstance", "issubclass", "super", "object"):
            return False
    return not _serves_admin(file, node)


def _serves_admin(file: File, node: ast.expr) -> bool:
    """``form`` and ``add_form`` of a ModelAdmin, which gives them the model that it is for."""
    statement = file.statement(node)
    if not isinstance(statement, ast.Assign) or statement.value is not node:
        return False
    names = {target.id for target in statement.targets if isinstance(target, ast.Name)}
    around = enclosing_class(file, statement)
    if around is None or not names & {"form", "add_form"}:
        return False
    return "add_form" in names or derives(
        file, around, "django.contrib.admin.", "django.contrib.auth.admin."
    )
