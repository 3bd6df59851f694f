"""Where the arguments of a call end up: what the project's own functions pass on to others.

``call("dumpdata", "auth.user")`` of a function that hands its arguments to ``call_command`` says as
much as the other call. Followed are functions, methods, decorators, classes and ``partial``, in
whatever module of the project they stand.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from transformer.codemod.classes import member
from transformer.codemod.file import File, string
from transformer.codemod.literals import last_name
from transformer.semantics import PARSE_ERRORS
from transformer.semantics.resolve import Module
from transformer.semantics.scopes import Binding, Function, Scope

DEPTH = 3
PARTIAL = ("functools.partial", "functools.partialmethod")
CALLER = "operator.methodcaller"
_LOOPS = (ast.For, ast.AsyncFor, ast.comprehension)


@dataclass(frozen=True)
class Destination:
    """One place that a value gets to.

    ``names`` are those of the function that is given it, the last word of each, and ``meaning`` its
    dotted names as far as they are known; ``parameter`` is
    what the value is called there, if it has a name, and ``position`` its place among the
    arguments. ``call`` is the call that gives it, None where only a parameter is known.
    """

    names: frozenset[str]
    parameter: str = ""
    position: int | None = None
    call: ast.Call | None = None
    meaning: frozenset[str] = frozenset()


@dataclass(frozen=True)
class _Defined:
    """What a name of the project stands for, and the module that says so."""

    module: Module
    node: ast.AST
    is_bound: bool = False


def destinations(file: File, call: ast.Call, value: ast.AST) -> Iterator[Destination]:
    """Where ``value`` ends up, which is an argument of ``call`` or a keyword of it."""
    yield from _of_call(file, file.module, call, value, DEPTH)


def names_of(file: File, func: ast.expr) -> frozenset[str]:
    """What a function is called here, and where it comes from: the last word of each."""
    return _names(file, file.module, func)


def handed_over(file: File, call: ast.Call) -> frozenset[str]:
    """The names of functions that are given to a call: it calls them with its other arguments.

    As in ``partial(call_command, …)``, ``Thread(target=call_command, args=…)``, ``map(may, …)`` and
    ``methodcaller("has_perm", …)``.
    """
    if call not in file.handed_over:
        file.handed_over[call] = frozenset(_handed_over(file, call) - {""})
    return file.handed_over[call]


def _handed_over(file: File, call: ast.Call) -> set[str]:
    given = [*call.args, *(keyword.value for keyword in call.keywords if keyword.arg == "target")]
    names = {last_name(value) for value in given if isinstance(value, ast.Name | ast.Attribute)}
    if call.args and file.means(call.func, CALLER):
        names.add(string(call.args[0]) or "")
    return names


def _of_call(
    file: File, module: Module, call: ast.Call, value: ast.AST, depth: int
) -> Iterator[Destination]:
    found = _definition(file, module, call.func, DEPTH)
    if found is None or not depth:
        return
    node = found.node
    if isinstance(node, ast.Call):
        # `guarded = partial(permission_required, raise_exception=True)`
        target = node.args[0]
        keyword = value.arg or "" if isinstance(value, ast.keyword) else ""
        position = _position(call, value)
        if position is not None:
            position += len(node.args) - 1
        meaning = file.resolver.node(target, found.module)
        yield Destination(_names(file, found.module, target), keyword, position, node, meaning)
        inner = ast.Call(target, [*node.args[1:], *call.args], [*node.keywords, *call.keywords])
        yield from _of_call(file, found.module, inner, value, depth - 1)
    elif isinstance(node, ast.ClassDef):
        init = member(node, "__init__")
        if isinstance(init, ast.FunctionDef):
            yield from _inside(file, _Defined(found.module, init, True), call, value, depth)
        elif (position := _position(call, value)) is not None:
            fields = [n.target for n in node.body if isinstance(n, ast.AnnAssign)]
            yield from (Destination(frozenset(), last_name(f)) for f in fields[position:][:1])
    else:
        yield from _inside(file, found, call, value, depth)


def _inside(
    file: File, found: _Defined, call: ast.Call, value: ast.AST, depth: int
) -> Iterator[Destination]:
    """Where a function passes on the parameter that gets ``value``."""
    function = found.node
    assert isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
    parameter = _parameter(function, found.is_bound, call, value)
    if parameter is None:
        return
    yield Destination(frozenset(), parameter)
    names = _carrying(function, parameter)
    for inner in ast.walk(function):
        if isinstance(inner, ast.Call):
            for argument in [*inner.args, *inner.keywords]:
                if not _carries(argument, names):
                    continue
                keyword = argument.arg or "" if isinstance(argument, ast.keyword) else ""
                called = _names(file, found.module, inner.func)
                meaning = file.resolver.node(inner.func, found.module)
                at = _position(inner, argument)
                yield Destination(called, keyword, at, inner, meaning)
                yield from _of_call(file, found.module, inner, argument, depth - 1)


def _position(call: ast.Call, value: ast.AST) -> int | None:
    for index, argument in enumerate(call.args):
        if argument is value:
            return index
        if isinstance(argument, ast.Starred):
            return None
    return None


def _parameter(
    function: Function | ast.Lambda, is_bound: bool, call: ast.Call, value: ast.AST
) -> str | None:
    """The name of the parameter that gets ``value``."""
    arguments = function.args
    places = [*arguments.posonlyargs, *arguments.args][int(is_bound) :]
    if isinstance(value, ast.keyword):
        named = [arg.arg for arg in (*places, *arguments.kwonlyargs)]
        if value.arg in named:
            return value.arg
        return arguments.kwarg.arg if arguments.kwarg else None
    position = _position(call, value)
    if position is not None and position < len(places):
        return places[position].arg
    return arguments.vararg.arg if arguments.vararg else None


def _carrying(function: ast.AST, parameter: str) -> frozenset[str]:
    """The names inside a function that hold the parameter, or one of its elements."""
    names = {parameter}
    for _ in range(2):
        for node in ast.walk(function):
            if isinstance(node, _LOOPS) and _carries(node.iter, frozenset(names)):
                names |= {n.id for n in ast.walk(node.target) if isinstance(n, ast.Name)}
            elif isinstance(node, ast.Assign) and _carries(node.value, frozenset(names)):
                names |= {t.id for t in node.targets if isinstance(t, ast.Name)}
    return frozenset(names)


def _carries(node: ast.AST, names: frozenset[str]) -> bool:
    """Whether an expression is one of these names, or a list that holds one."""
    match node:
        case ast.Name(id=name):
            return name in names
        case ast.Starred(value=value) | ast.keyword(value=value):
            return _carries(value, names)
        case ast.List(elts=parts) | ast.Tuple(elts=parts) | ast.BoolOp(values=parts):
            return any(_carries(part, names) for part in parts)
        case ast.Call(func=ast.Name(id="list" | "tuple" | "set" | "dict"), args=parts):
            return any(_carries(part, names) for part in parts)
        case ast.BinOp(left=left, right=right, op=ast.Add()):
            return _carries(left, names) or _carries(right, names)
        case _:
            return False


def _names(file: File, module: Module, func: ast.expr) -> frozenset[str]:
    dotted = file.resolver.node(func, module)
    return frozenset({last_name(func), *(one.rpartition(".")[2] for one in dotted)}) - {"", "?"}


def _definition(file: File, module: Module, func: ast.AST, depth: int) -> _Defined | None:
    """The function, the class or the ``partial`` that an expression names."""
    if isinstance(func, ast.Name):
        scope: Scope | None = module.analysis.scopes.get(func)
        while scope is not None:
            if func.id in scope.bindings and (
                scope.kind != "class" or scope is module.analysis.scopes.get(func)
            ):
                return _bound(file, module, scope.bindings[func.id], depth)
            scope = scope.parent
        return _of_stars(file, module, func.id, depth)
    if isinstance(func, ast.Attribute):
        if isinstance(func.value, ast.Name) and func.value.id in ("self", "cls"):
            return _method(file, module, func, depth)
        for dotted in file.resolver.node(func.value, module):
            if dotted in file.project.modules:
                return _of_module(file, dotted, func.attr, depth)
            parent, _, name = dotted.rpartition(".")
            owner = _of_module(file, parent, name, depth) if parent else None
            if owner and isinstance(owner.node, ast.ClassDef):
                return _of_class(file, owner, func.attr, depth)
    return None


def _bound(file: File, module: Module, bindings: list[Binding], depth: int) -> _Defined | None:
    binding = bindings[-1]
    if not depth:
        return None
    if binding.kind in ("def", "class"):
        return _Defined(module, binding.node)
    if binding.kind == "from":
        return _of_module(file, binding.module, binding.name, depth - 1)
    value = binding.value
    if isinstance(value, ast.Lambda):
        return _Defined(module, value)
    if isinstance(value, ast.Call):
        return _Defined(module, value) if _is_partial(file, module, value) else None
    if value is not None:
        return _definition(file, module, value, depth - 1)
    return None


def _of_module(file: File, name: str, member_name: str, depth: int) -> _Defined | None:
    path = file.project.modules.get(name)
    if path is None:
        return None
    try:
        module = file.module if path == file.path else file.index.module(path)
    except PARSE_ERRORS:
        return None
    if bindings := module.analysis.module.bindings.get(member_name):
        return _bound(file, module, bindings, depth)
    return _of_stars(file, module, member_name, depth)


def _of_stars(file: File, module: Module, name: str, depth: int) -> _Defined | None:
    for star in module.analysis.module.stars if depth else ():
        if found := _of_module(file, star, name, depth - 1):
            return found
    return None


def _method(file: File, module: Module, func: ast.Attribute, depth: int) -> _Defined | None:
    """The method that ``self.name`` means inside a class."""
    for parent in module.analysis.ancestors(func):
        if isinstance(parent, ast.ClassDef):
            return _of_class(file, _Defined(module, parent), func.attr, depth)
    return None


def _of_class(file: File, owner: _Defined, name: str, depth: int) -> _Defined | None:
    assert isinstance(owner.node, ast.ClassDef)
    found = member(owner.node, name)
    if isinstance(found, ast.FunctionDef | ast.AsyncFunctionDef):
        static = any(last_name(each) == "staticmethod" for each in found.decorator_list)
        return _Defined(owner.module, found, not static)
    if isinstance(found, ast.Assign | ast.AnnAssign):
        value = found.value
        is_partial = isinstance(value, ast.Call) and _is_partial(file, owner.module, value)
        return _Defined(owner.module, value) if is_partial and value else None
    for base in owner.node.bases if depth else ():
        above = _definition(file, owner.module, base, depth - 1)
        inherits = above is not None and isinstance(above.node, ast.ClassDef)
        if above and inherits and (method := _of_class(file, above, name, depth - 1)):
            return method
    return None


def _is_partial(file: File, module: Module, call: ast.Call) -> bool:
    return bool(call.args) and not file.resolver.node(call.func, module).isdisjoint(PARTIAL)
