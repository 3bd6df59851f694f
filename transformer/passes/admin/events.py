"""What a file does with the user model on the default admin site, while it is imported.

Not a rule: the rules US401 to US404 share it.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from transformer.codemod.file import File, argument
from transformer.semantics.resolve import AUTH_USER, CUSTOM_USER

SITES = (
    "django.contrib.admin.site",
    "django.contrib.admin.sites.site",
    "django.contrib.gis.admin.site",
)
REGISTER = (
    "django.contrib.admin.register",
    "django.contrib.admin.decorators.register",
    "django.contrib.gis.admin.register",
)
Literals = (ast.List, ast.Tuple, ast.Set)
Kind: TypeAlias = Literal["register", "unregister", "lookup", "everything"]
Functions = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)


@dataclass(frozen=True, eq=False)
class Event:
    """One (un)registration of the user model, or a question about it.

    ``outermost`` is the statement of the module that it is part of, ``models`` the literal that
    holds the user among others, ``user`` the expression that means it. ``plain`` says that it
    happens whenever the module runs, ``guarded`` that ``AlreadyRegistered`` is caught.
    """

    kind: Kind
    statement: ast.stmt
    outermost: ast.stmt
    user: ast.expr
    models: ast.expr | None
    plain: bool
    guarded: bool
    in_function: bool


def is_user(file: File, node: ast.AST | None) -> bool:
    """Whether an expression means the user model, before or after the migration."""
    return file.means(node, AUTH_USER, CUSTOM_USER, f"{file.options.app_module}.models.User")


def events(file: File) -> list[Event]:
    """All events of a file, in the order in which they stand."""
    found: list[Event] = []
    for node in file.analysis.parents:
        if isinstance(node, ast.Call):
            found += _calls(file, node)
        elif isinstance(node, ast.For):
            found += _loop(file, node)
        elif isinstance(node, (ast.Subscript, ast.Compare)) and looks_up(file, node):
            found += _lookup(file, node, isinstance(getattr(node, "ctx", None), ast.Del))
    return sorted(found, key=lambda e: (e.user.lineno, e.user.col_offset))


def _calls(file: File, call: ast.Call) -> Iterator[Event]:
    if asks_site(file, call):
        yield from _lookup(file, call, getattr(call.func, "attr", "") == "pop")
        return
    kind = site_method(file, call)
    models: list[ast.expr | None] = []
    if kind:
        models = [argument(call, 0, "model_or_iterable")]
    elif file.means(call.func, *REGISTER):
        site = argument(call, None, "site")
        kind = "register" if site is None or file.means(site, *SITES) else None
        models = [*call.args]
    if kind is None:
        return
    for model in models:
        if is_user(file, model):
            assert model is not None
            yield _event(file, kind, call, model, None)
        elif isinstance(model, Literals):
            for element in model.elts:
                if is_user(file, element):
                    yield _event(file, kind, call, element, model)


def site_method(file: File, call: ast.Call) -> Literal["register", "unregister"] | None:
    """Which of the default site's two methods a call is."""
    if isinstance(call.func, ast.Attribute) and file.means(call.func.value, *SITES):
        if call.func.attr == "register":
            return "register"
        if call.func.attr == "unregister":
            return "unregister"
    return None


def _loop(file: File, loop: ast.For) -> Iterator[Event]:
    """A loop over ``(User, Group)`` or over all models, with a call for each of them."""
    if not isinstance(loop.target, ast.Name):
        return
    user = None
    if isinstance(loop.iter, Literals):
        user = next((e for e in loop.iter.elts if is_user(file, e)), None)
        if user is None:
            return
    for part in ast.walk(loop):
        if not isinstance(part, ast.Call) or (kind := site_method(file, part)) is None:
            continue
        model = argument(part, 0, "model_or_iterable")
        if not isinstance(model, ast.Name) or model.id != loop.target.id:
            continue
        if user is None:
            if kind == "register" and b"get_models" in file.text.content:
                yield _event(file, "everything", loop, loop.iter, None)
        elif len(loop.body) == 1 and not loop.orelse and _is_call(loop.body[0], part):
            yield _event(file, kind, loop, user, loop.iter)
        else:
            yield _conditional(file, kind, loop, user)


def _lookup(file: File, node: ast.expr, takes_out: bool) -> Iterator[Event]:
    parent = file.parent(node)
    if isinstance(parent, ast.If) and is_guard(file, parent):
        return
    kind: Kind = "unregister" if takes_out else "lookup"
    yield _conditional(file, kind, file.statement(node), node)


def looks_up(file: File, node: ast.Subscript | ast.Compare) -> bool:
    """Whether a node is ``admin.site._registry[User]`` or ``User in admin.site._registry``."""
    if isinstance(node, ast.Subscript):
        return _is_registry(file, node.value) and is_user(file, node.slice)
    if isinstance(node, ast.Compare) and isinstance(node.ops[0], (ast.In, ast.NotIn)):
        return _is_registry(file, node.comparators[0]) and is_user(file, node.left)
    return False


def asks_site(file: File, call: ast.Call) -> bool:
    """Whether a call asks the default site about the user model."""
    function = call.func
    if not isinstance(function, ast.Attribute) or not call.args or not is_user(file, call.args[0]):
        return False
    if function.attr in ("is_registered", "get_model_admin"):
        return file.means(function.value, *SITES)
    return function.attr in ("get", "pop") and _is_registry(file, function.value)


def _is_registry(file: File, node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Attribute)
        and node.attr == "_registry"
        and file.means(node.value, *SITES)
    )


def _conditional(file: File, kind: Kind, statement: ast.stmt, user: ast.expr) -> Event:
    in_function = _in_function(file, statement)
    return Event(kind, statement, outermost(file, statement), user, None, False, False, in_function)


def _event(
    file: File,
    kind: Kind,
    node: ast.expr | ast.stmt,
    user: ast.expr,
    models: ast.expr | None,
) -> Event:
    statement = file.statement(node)
    whole = node is statement or _is_call(statement, node)
    plain, guarded = _placement(file, statement)
    in_function = _in_function(file, statement)
    top = outermost(file, statement)
    return Event(kind, statement, top, user, models, plain and whole, guarded, in_function)


def outermost(file: File, statement: ast.stmt) -> ast.stmt:
    """The statement of the module's or the function's own block that ``statement`` is part of."""
    for parent in file.ancestors(statement):
        if isinstance(parent, (ast.Module, ast.FunctionDef, ast.AsyncFunctionDef)):
            break
        if isinstance(parent, ast.stmt):
            statement = parent
    return statement


def _is_call(statement: ast.stmt, node: ast.AST) -> bool:
    return isinstance(statement, ast.Expr) and statement.value is node


def _placement(file: File, statement: ast.stmt) -> tuple[bool, bool]:
    """Whether a statement runs with its module on every way, and whether a ``try`` is around it."""
    node: ast.AST = statement
    guarded = False
    for parent in file.ancestors(statement):
        if isinstance(parent, ast.Module):
            return (True, guarded)
        if isinstance(parent, ast.Try) and node in parent.body:
            guarded = guarded or any(forgives_double(handler) for handler in parent.handlers)
        elif isinstance(parent, ast.With) and suppresses(file, parent):
            guarded = True
        elif isinstance(parent, ast.If) and is_guard(file, parent):
            pass
        elif is_ready(file, parent):
            return (True, guarded)
        else:
            return (False, guarded)
        node = parent
    return (False, guarded)


def forgives_double(handler: ast.ExceptHandler) -> bool:
    """Whether a handler may catch ``AlreadyRegistered``."""
    name = getattr(handler.type, "attr", getattr(handler.type, "id", ""))
    return name != "NotRegistered"


def suppresses(file: File, node: ast.With) -> bool:
    return len(node.items) == 1 and (
        isinstance(call := node.items[0].context_expr, ast.Call)
        and file.means(call.func, "contextlib.suppress")
    )


def is_guard(file: File, node: ast.If) -> bool:
    """``if admin.site.is_registered(User):`` with one statement in it and nothing else."""
    if len(node.body) != 1 or node.orelse:
        return False
    if isinstance(node.test, ast.Call):
        return asks_site(file, node.test)
    return (
        isinstance(node.test, ast.Compare)
        and isinstance(node.test.ops[0], ast.In)
        and looks_up(file, node.test)
    )


def is_ready(file: File, node: ast.AST) -> bool:
    """Whether ``node`` is ``AppConfig.ready``, which Django calls once at start."""
    if not isinstance(node, ast.FunctionDef) or node.name != "ready":
        return False
    parent = file.parent(node)
    return isinstance(parent, ast.ClassDef) and any(
        getattr(base, "attr", getattr(base, "id", "")).endswith("Config") for base in parent.bases
    )


def _in_function(file: File, statement: ast.stmt) -> bool:
    """Whether a statement runs later than its module, ``AppConfig.ready`` left out."""
    for parent in file.ancestors(statement):
        if isinstance(parent, Functions):
            return not is_ready(file, parent)
    return False
