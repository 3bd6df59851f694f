"""Where a file's own names for the auth user come from, and which rule answers for each.

Not a rule: the rules US301 to US306 share it.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field

from transformer.codemod.file import File
from transformer.codemod.imports.layout import Import, absolute, is_type_checking
from transformer.codemod.literals import owner
from transformer.semantics.kept import SOURCE, brought_in
from transformer.semantics.resolve import AUTH_USER, UNKNOWN
from transformer.semantics.scopes import Binding, Function, Scope

# Since Python 3.12: `type Users = list[User]`, `def first[T: User](…)`.
TYPE_STATEMENTS = tuple(
    getattr(ast, name) for name in ("TypeAlias", "TypeVar") if hasattr(ast, name)
)
TYPING = ("typing.", "typing_extensions.")
MAKERS = ("TypeVar", "NewType", "TypeAliasType")
BUILTIN_GENERICS = ("list", "dict", "set", "frozenset", "tuple", "type")


@dataclass(eq=False)
class Imported:
    """One import of the auth user: ``uses`` are the references that still need its name.

    ``alias`` is None for a star import, which stays. ``binding`` is what the import binds.
    """

    local: str
    alias: ast.alias | None
    statement: Import
    scope: Scope
    binding: Binding | None
    uses: list[ast.expr] = field(default_factory=list)


def imported(file: File) -> list[Imported]:
    """The ``from … import`` names of a file that bring in the auth user."""
    found = []
    for scope in file.analysis.importing:
        for local, bindings in scope.bindings.items():
            if local not in file.index.names:
                continue
            for binding in bindings:
                if binding.kind != "from" or not isinstance(binding.node, ast.alias):
                    continue
                if file.resolver.member(binding.module, binding.name) == {AUTH_USER}:
                    statement = file.parent(binding.node)
                    assert isinstance(statement, ast.ImportFrom)
                    found.append(Imported(local, binding.node, statement, scope, binding))
    found += _starred(file)
    uses: dict[tuple[str, int], list[ast.expr]] = {}
    for node in remaining(file) if found else ():
        if isinstance(node, ast.Name):
            uses.setdefault((node.id, id(owner(file, node))), []).append(node)
    for one in found:
        if one.alias is not None:
            one.uses = uses.get((one.local, id(one.scope)), [])
    return sorted(found, key=lambda one: (one.statement.lineno, one.local))


def _starred(file: File) -> list[Imported]:
    """The names for the auth user that star imports bring in, one for each name.

    A star import of Django's own module always brings `User`, read or not: whoever takes the names
    of this module gets it.
    """
    top = file.analysis.module
    stars = {
        absolute(file.module, node): node
        for node in file.analysis.parents
        if isinstance(node, ast.ImportFrom) and node.names[0].name == "*"
    }
    if not stars:
        return []
    found: dict[str, Imported] = {}
    if SOURCE in stars and "User" not in top.bindings:
        # A later star import may bring the class once more.
        bringing = [
            node
            for source, node in stars.items()
            if file.resolver.member(source, "User") == {AUTH_USER}
        ]
        last = max(bringing, key=lambda node: node.lineno)
        found["User"] = Imported("User", None, last, top, None)
    for node in remaining(file):
        if isinstance(node, ast.Name) and owner(file, node) is None:
            source = brought_in(file.module, file.resolver, node.id)
            star = stars.get(source) if isinstance(source, str) else None
            star = star or list(stars.values())[-1]
            one = found.setdefault(node.id, Imported(node.id, None, star, top, None))
            one.uses.append(node)
    return list(found.values())


def remaining(file: File) -> list[ast.expr]:
    """The references that no rule has replaced."""
    return [node for node in file.references if not file.claimed(node)]


def is_annotation(file: File, node: ast.AST) -> bool:
    """Whether a type checker reads ``node`` as a type."""
    child, in_brackets = node, False
    for parent in file.ancestors(node):
        if isinstance(parent, TYPE_STATEMENTS):
            return True
        if isinstance(parent, ast.arg):
            return child is parent.annotation
        if isinstance(parent, (ast.FunctionDef, ast.AsyncFunctionDef)):
            return child is parent.returns
        if isinstance(parent, ast.AnnAssign):
            return child is parent.annotation
        if isinstance(parent, ast.ClassDef):
            # `class PeopleAdmin(UserAdmin[User])`
            return in_brackets and child in parent.bases
        if isinstance(parent, ast.Subscript) and child is parent.slice:
            if _takes_types(file, parent.value):
                return True
            in_brackets = True
        if isinstance(parent, ast.Call) and _is_type_argument(file, parent, child):
            return True
        if isinstance(parent, (ast.stmt, ast.Lambda)):
            return False
        child = parent
    return False


def _takes_types(file: File, generic: ast.expr) -> bool:
    """Whether what stands in the brackets of ``generic`` is a type: ``Optional``, ``list``."""
    if isinstance(generic, ast.Name) and generic.id in BUILTIN_GENERICS:
        return file.meaning(generic) == {UNKNOWN}
    return any(
        dotted.startswith(TYPING) and not dotted.endswith(".Literal")
        for dotted in file.meaning(generic)
    )


def _is_type_argument(file: File, call: ast.Call, child: ast.AST) -> bool:
    """``cast(User, …)``, ``TypeVar("T", bound=User)``, ``NewType("Member", User)``."""
    if file.means(call.func, *(f"{module}cast" for module in TYPING)):
        return child in call.args[:1]
    if file.means(call.func, *(f"{module}{name}" for module in TYPING for name in MAKERS)):
        return child in call.args[1:] or getattr(child, "arg", "") in ("bound", "default")
    return False


def typed_by_text(file: File, one: Imported) -> bool:
    """Whether a string or a comment uses the name as a type: ``x: "User"``, ``# type: User``.

    The import of a function speaks for the lines of that function alone.
    """
    local, name = one.local, one.local.encode()
    if not file.mentions(name):
        return False
    function = None if one.scope.kind == "module" else outermost_function(file, one.statement)
    first, last = (function.lineno, function.end_lineno) if function else (1, None)
    for node, text in types_in_strings(file, local):
        if function and not first <= node.lineno <= (last or 0):
            continue
        words = text.replace("[", " ").replace("]", " ").replace("|", " ").split()
        if local in [w.strip("'\",") for w in words]:
            return True
    if not file.mentions(b"# type:"):
        return False
    return any(
        b"# type:" in line and name in line.split(b"# type:", 1)[1]
        for line in file.module.lines[first - 1 : last]
    )


def types_in_strings(file: File, name: str) -> Iterator[tuple[ast.Constant, str]]:
    """The strings that a type checker reads as types, with their text, where they hold ``name``."""
    for node in file.strings:
        text = str(node.value)
        if name in text and is_annotation(file, node):
            yield node, text


def for_type_checker(file: File, node: ast.AST) -> bool:
    """Whether ``node`` stands under ``if TYPE_CHECKING:``."""
    child = node
    for parent in file.ancestors(node):
        if is_type_checking(parent):
            assert isinstance(parent, ast.If)
            return child in parent.body
        child = parent
    return False


def outermost_function(file: File, node: ast.AST) -> Function | None:
    """The outermost function whose body ``node`` runs in; None for what runs with the module."""
    child, found = node, None
    for parent in file.ancestors(node):
        if isinstance(parent, (ast.FunctionDef, ast.AsyncFunctionDef)) and child in parent.body:
            found = parent
        child = parent
    return found
