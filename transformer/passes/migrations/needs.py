"""Whether a migration needs the user model, or its table, to be there when it runs.

Not a rule: US502 and the history ask. What is asked holds before and after the other rules have
done their work: ``to="auth.User"`` needs the model, and so does ``to=settings.AUTH_USER_MODEL``.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator

from transformer.codemod.file import File, argument, string
from transformer.codemod.literals import is_docstring, last_name
from transformer.passes.migrations.anatomy import (
    constant_of,
    in_graph,
    is_swappable_dependency,
    is_user_label,
    is_user_setting,
)
from transformer.semantics import PARSE_ERRORS, References
from transformer.semantics.resolve import AUTH_USER, CUSTOM_USER, GET_USER_MODEL
from transformer.spellings import model_label, table

_SPELLINGS = (table.find, model_label.find)
_SUFFIX = r"\.(?:sql|json|jsonl|ya?ml|xml)"
_DATA = re.compile(rf"[\w./-]+{_SUFFIX}$")
_COMMANDS = ("createsuperuser", "changepassword")
# Options of fields and models whose text says nothing about tables.
_PROSE = ("help_text", "verbose_name", "verbose_name_plural", "error_messages", "db_table")


_WORDS = re.compile(rf"(?i)user|auth|call_command|{_SUFFIX}\b".encode())


def can_need_user(index: References, path: str, app: str) -> bool:
    """Whether a migration says anything that may need the user, or takes it from the project.

    ``app`` is the label of the users app. Raises OSError.
    """
    source = index.tree.read(path)
    if app.encode() in source or _WORDS.search(source):
        return True
    return not index.imported(path).isdisjoint(index.project.modules)


def needs_user(file: File) -> ast.AST | None:
    """The first place of a migration that needs the user model or its table."""
    return next(_needing(file, list(file.analysis.parents), set()), None)


def _needing(file: File, nodes: Iterable[ast.AST], seen: set[tuple[str, str]]) -> Iterator[ast.AST]:
    for node in nodes:
        if isinstance(node, (ast.Name, ast.Attribute)):
            if _is_user(file, node):
                yield node
            else:
                yield from _inside(file, node, seen)
        elif isinstance(node, ast.Call):
            if file.means(node.func, GET_USER_MODEL) or _calls_for_user(file, node):
                yield node
        elif isinstance(node, ast.Constant) and _says_user(file, node):
            yield node


def _is_user(file: File, node: ast.Name | ast.Attribute) -> bool:
    """Whether an expression is the model itself, or the setting that names it."""
    if is_user_setting(file, node):
        return not _only_ordered_by(file, node)
    return node in file.references or _means_user(file, node)


def _only_ordered_by(file: File, node: ast.AST) -> bool:
    """Whether ``node`` is part of the graph itself, not of what the migration does."""
    if in_graph(file, node) or any(is_swappable_dependency(p) for p in file.ancestors(node)):
        return True
    # ``AUTH_USER_MODEL = getattr(settings, "AUTH_USER_MODEL", "auth.User")`` does nothing yet.
    parent = file.parent(node)
    return isinstance(parent, ast.Call) and last_name(parent.func) == "getattr"


def _means_user(file: File, node: ast.Name | ast.Attribute) -> bool:
    """Whether a name that came from another module is what ``get_user_model()`` returned there."""
    if not isinstance(node.ctx, ast.Load):
        return False
    custom = f"{file.options.app_module}.models.User"
    return bool(file.meaning(node) & {AUTH_USER, CUSTOM_USER, custom})


def _calls_for_user(file: File, call: ast.Call) -> bool:
    name = last_name(call.func)
    if name in ("get_model", "get_registered_model"):
        app = constant_of(file, argument(call, 0, "app_label"))
        model = constant_of(file, argument(call, 1, "model_name"))
        return app is not None and is_user_label(file, app if model is None else f"{app}.{model}")
    if name != "call_command":
        return False
    command = string(argument(call, 0, "command_name"))
    if command == "loaddata":
        return any(_in_data(file, string(fixture) or "") for fixture in call.args[1:])
    return command in _COMMANDS


def _says_user(file: File, node: ast.Constant) -> bool:
    """Whether a string is a label of the user model, SQL on its table, or a file with either."""
    text = string(node)
    if text is None or is_docstring(file, node) or _is_prose(file, node):
        return False
    if is_user_label(file, text):
        return not _only_ordered_by(file, node)
    if table.name_in(text.lower()):
        return True
    return _DATA.match(text) is not None and _in_data(file, text)


def table_in(file: File, node: ast.Constant) -> str | None:
    """The table of the users that a string names, as SQL does."""
    name = table.name_in((string(node) or "").lower())
    return None if name and (is_docstring(file, node) or _is_prose(file, node)) else name


def _is_prose(file: File, node: ast.Constant) -> bool:
    """Whether a string is the value of an option that says nothing about tables."""
    parent = file.parent(node)
    return (isinstance(parent, ast.keyword) and parent.arg in _PROSE) or _is_option(file, node)


def _is_option(file: File, node: ast.Constant) -> bool:
    """Whether a string is a value in ``options={"db_table": …}``, or a key."""
    parent = file.parent(node)
    if not isinstance(parent, ast.Dict):
        return False
    if node in parent.keys:
        return True
    key = parent.keys[parent.values.index(node)]
    return string(key) in _PROSE


def _in_data(file: File, name: str) -> bool:
    """Whether a file of the project that a migration names holds the auth user.

    ``loaddata`` takes names without an extension.
    """
    wanted = name.rpartition("/")[2]
    for path in file.index.tree if wanted else ():
        base = path.rpartition("/")[2]
        if wanted not in (base, base.partition(".")[0]) or not _DATA.match(base):
            continue
        try:
            data = file.index.tree.read(path)
            if any(True for find in _SPELLINGS for _ in find(data, file.index)):
                return True
        except OSError:
            continue
    return False


def _inside(
    file: File, node: ast.Name | ast.Attribute, seen: set[tuple[str, str]]
) -> Iterator[ast.AST]:
    """``node`` where it names a function or an operation of the project that needs the user."""
    place = _definition(file, node)
    while place is not None and place not in seen:
        seen.add(place)
        module, name = place
        place = None
        try:
            parsed = file.index.module(file.project.modules[module])
        except PARSE_ERRORS:
            return
        for binding in parsed.analysis.module.bindings.get(name, []):
            if binding.kind == "from" and binding.module in file.project.modules:
                place = (binding.module, binding.name)
            elif binding.kind in ("def", "class"):
                other = File(parsed, file.index, file.resolver, file.options)
                if binding.kind == "class" and not _runs(file, node, other, binding.node):
                    continue
                if any(_needing(other, ast.walk(binding.node), seen)):
                    yield node
                    return


def _definition(file: File, node: ast.Name | ast.Attribute) -> tuple[str, str] | None:
    """The module of the project, and the name in it, that an expression reads."""
    if not isinstance(node.ctx, ast.Load):
        return None
    modules = file.project.modules
    if isinstance(node, ast.Attribute):
        for module in file.meaning(node.value):
            if module in modules:
                return module, node.attr
        return None
    scope = file.analysis.scopes.get(node)
    while scope is not None:
        for binding in scope.bindings.get(node.id, []):
            if binding.kind == "from" and binding.module in modules:
                return binding.module, binding.name
            if binding.kind == "def" and file.module.name in modules:
                return file.module.name, node.id
        if node.id in scope.bindings:
            return None
        scope = scope.parent
    return None


def _runs(file: File, node: ast.AST, other: File, definition: ast.AST) -> bool:
    """Whether the code of a class runs with the migration that names it in ``node``.

    An operation does; so does a service that a function of the migration makes use of. A model has
    migrations of its own, and these depend on what it needs.
    """
    assert isinstance(definition, ast.ClassDef)
    for base in definition.bases:
        if last_name(base).endswith(("Model", "Manager", "QuerySet", "Mixin")):
            return False
        if last_name(base).endswith("Operation"):
            return True
        if any(dotted.startswith("django.db.migrations.") for dotted in other.meaning(base)):
            return True
    functions = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
    return any(isinstance(parent, functions) for parent in file.ancestors(node))
