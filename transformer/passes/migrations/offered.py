"""Whether a function asks of the user model only what its historical model offers.

Not a rule: US505 asks. A historical model has the fields and the managers with
``use_in_migrations``, but none of the model's methods, and no receiver of a signal hears of it
(https://docs.djangoproject.com/en/stable/topics/migrations/#historical-models). Its instances are
of another class than those of the imported model: a relation refuses one in the place of the other.
So the answer is yes only where every user stays among fields, queries and historical models.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from transformer.codemod.file import File
from transformer.codemod.literals import last_name
from transformer.semantics.scopes import Function

FIELDS = frozenset(
    [
        *("id", "pk", "username", "first_name", "last_name", "email", "password"),
        *("is_staff", "is_active", "is_superuser", "date_joined", "last_login"),
    ]
)
_LOOKUPS = FIELDS | {"groups", "user_permissions"}
# Managers and querysets; none of these sends a signal.
_QUERIES = frozenset(
    [
        *("all", "filter", "exclude", "get", "first", "last", "count", "exists", "values"),
        *("values_list", "order_by", "distinct", "aggregate", "none", "only", "defer", "iterator"),
        *("in_bulk", "earliest", "latest", "using", "reverse", "update", "get_by_natural_key"),
        *("objects", "_default_manager", "DoesNotExist", "MultipleObjectsReturned"),
    ]
)
# Those whose keywords are lookups or fields.
_FILTERS = frozenset(["filter", "exclude", "get", "update"])
_BUILTINS = frozenset(
    [
        *("print", "len", "list", "tuple", "set", "sorted", "enumerate", "range", "bool", "any"),
        *("all", "iter", "next", "reversed", "zip", "str", "repr"),
    ]
)


def only_offered(file: File, function: Function, uses: list[ast.expr]) -> bool:
    """Whether ``function``, which names the model in ``uses``, is content with a historical one."""
    users = _names_from(function, uses, set())
    models = _names_from(function, [n for n in ast.walk(function) if _is_get_model(n)], set())
    if not all(_fits(file, node, models, is_class=True) for node in uses):
        return False
    return all(
        _fits(file, node, models, is_class=False)
        for node in ast.walk(function)
        if isinstance(node, ast.Name) and _is_name_of(node, users) and node not in uses
    )


def _is_get_model(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and last_name(node.func) == "get_model"


def _is_name_of(node: ast.AST, names: set[str]) -> bool:
    return isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in names


def _names_from(
    function: Function, starts: list[ast.AST] | list[ast.expr], names: set[str]
) -> set[str]:
    """The names that get their value from one of the expressions, or from such a name."""
    wanted = set(starts)
    while True:
        found = set(names)
        for target, value in _bindings(function):
            for part in ast.walk(value):
                if part in wanted or _is_name_of(part, found):
                    found |= _names_in(target)
        if found == names:
            return names
        names = found


def _names_in(target: ast.AST) -> set[str]:
    """The names that hold the value; ``post.author = user`` makes no user of ``post``."""
    if isinstance(target, ast.Attribute):
        return set()
    if isinstance(target, ast.Subscript):
        return _names_in(target.value)
    if isinstance(target, ast.Name):
        return {target.id}
    return set().union(*(_names_in(part) for part in ast.iter_child_nodes(target)))


def _bindings(function: Function) -> Iterator[tuple[ast.AST, ast.AST]]:
    """Each target of the function, with the expression that it gets its value from."""
    for node in ast.walk(function):
        if isinstance(node, ast.Assign):
            yield from ((target, node.value) for target in node.targets)
        elif isinstance(node, (ast.AnnAssign, ast.AugAssign, ast.NamedExpr)) and node.value:
            yield node.target, node.value
        elif isinstance(node, (ast.For, ast.AsyncFor, ast.comprehension)):
            yield node.target, node.iter
        elif isinstance(node, ast.withitem) and node.optional_vars:
            yield node.optional_vars, node.context_expr


def _fits(file: File, node: ast.expr, models: set[str], is_class: bool) -> bool:
    """Whether what is done with the model, or with a name that holds users, can be done as well."""
    steps = 0
    while True:
        parent = file.parent(node)
        if isinstance(parent, ast.Attribute):
            if parent.attr in FIELDS and not (is_class and not steps):
                return True
            if parent.attr not in _QUERIES:
                return False
        elif isinstance(parent, ast.Call) and parent.func is node:
            if not steps or not _filters_fields(parent):
                return False
        elif not (isinstance(parent, ast.Subscript) and parent.value is node):
            return _flows_safely(file, node, parent, models, is_class and not steps)
        assert isinstance(parent, ast.expr)
        node, steps = parent, steps + 1


def _filters_fields(call: ast.Call) -> bool:
    """Whether a query looks at fields of the user only; a relation may not be in the history."""
    if last_name(call.func) not in _FILTERS:
        return True
    names = [keyword.arg for keyword in call.keywords]
    positional = last_name(call.func) in ("filter", "exclude", "get") and call.args
    return not positional and all(n is not None and n.partition("__")[0] in _LOOKUPS for n in names)


def _flows_safely(
    file: File, node: ast.expr, parent: ast.AST | None, models: set[str], is_class: bool
) -> bool:
    """Whether users end where a historical one is as good as any."""
    if isinstance(parent, ast.ExceptHandler):
        return True
    if isinstance(parent, ast.Tuple) and isinstance(file.parent(parent), ast.ExceptHandler):
        return True
    if is_class:
        return False
    if isinstance(parent, ast.Assign):
        targets = parent.targets
        return all(
            isinstance(t, ast.Name) or (isinstance(t, ast.Attribute) and _root(t) in models)
            for t in targets
        )
    if isinstance(parent, ast.keyword):
        parent = file.parent(parent)
    if isinstance(parent, ast.Call) and node is not parent.func:
        builtin = isinstance(parent.func, ast.Name) and parent.func.id in _BUILTINS
        return builtin or _root(parent.func) in models
    return isinstance(
        parent,
        ast.For
        | ast.comprehension
        | ast.Expr
        | ast.If
        | ast.IfExp
        | ast.While
        | ast.Assert
        | ast.UnaryOp
        | ast.BoolOp
        | ast.Compare
        | ast.FormattedValue,
    )


def _root(node: ast.expr) -> str:
    """The name that a chain of attributes, calls and subscripts starts from."""
    while True:
        if isinstance(node, (ast.Attribute, ast.Subscript)):
            node = node.value
        elif isinstance(node, ast.Call):
            node = node.func
        else:
            return node.id if isinstance(node, ast.Name) else ""
