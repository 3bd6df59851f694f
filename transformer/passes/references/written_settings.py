"""Settings and lists of apps that a script writes out. Not a rule."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from transformer.codemod.file import File, string
from transformer.codemod.literals import bound_values, last_name
from transformer.semantics.python_files import assigned


def holders(call: ast.Call, file: File) -> Iterator[ast.Call | ast.Dict]:
    """What writes settings out: the dictionaries that the call takes apart, and the call itself."""
    for keyword in call.keywords:
        if keyword.arg is None:
            yield from written_out(keyword.value, file)
    yield call


def written_out(node: ast.AST, file: File) -> Iterator[ast.Call | ast.Dict]:
    match node:
        case ast.Dict() | ast.Call(func=ast.Name(id="dict")):
            yield node
        case ast.Name():
            for bound in bound_values(file, node):
                yield from written_out(bound, file)
        case ast.Attribute():
            for value in _of_class(node, file):
                yield from written_out(value, file)


def settings_in(holder: ast.Call | ast.Dict) -> Iterator[tuple[str, int, ast.expr]]:
    """Name, place among the elements, and value of each setting."""
    if isinstance(holder, ast.Dict):
        for at, (key, value) in enumerate(zip(holder.keys, holder.values, strict=True)):
            yield string(key) or "", at, value
        return
    for at, keyword in enumerate(holder.keywords, len(holder.args)):
        yield keyword.arg or "", at, keyword.value


def lists_of_apps(node: ast.AST, file: File) -> Iterator[ast.List | ast.Tuple]:
    """The lists that are written out and make up the list of apps."""
    match node:
        case ast.List(elts=parts) | ast.Tuple(elts=parts):
            yield node
            for part in parts:
                if isinstance(part, ast.Starred):
                    yield from lists_of_apps(part.value, file)
        case ast.BinOp(left, ast.Add(), right):
            yield from lists_of_apps(left, file)
            yield from lists_of_apps(right, file)
        case ast.Call(ast.Name("list" | "tuple"), [value]):
            yield from lists_of_apps(value, file)
        case ast.Name():
            for bound in bound_values(file, node):
                yield from lists_of_apps(bound, file)
        case ast.Attribute():
            for value in _of_class(node, file):
                yield from lists_of_apps(value, file)


def _of_class(node: ast.Attribute, file: File) -> Iterator[ast.expr]:
    """What a class of the file gives ``self.APPS``, ``cls.APPS`` or ``Runner.APPS``."""
    owner = last_name(node.value)
    for each in file.analysis.parents:
        if isinstance(each, ast.ClassDef) and (
            each.name == owner or (owner in ("self", "cls") and each in file.ancestors(node))
        ):
            yield from assigned(ast.Module(each.body, []), node.attr)
