"""Texts that are put together from literals. Not a rule: several share it."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator

from transformer.codemod.file import string, text_of
from transformer.spellings import FIELD

_PERCENT = re.compile(r"%(?:\((\w+)\))?[sdr]")
_BRACES = re.compile(r"\{(\w*)(?:![rs])?\}")


def composed_of(node: ast.expr) -> list[ast.expr]:
    """The parts that a format, a ``join`` or a sum is made of; none for other expressions."""
    match node:
        case ast.BinOp(left=ast.Constant(value=str()), op=ast.Mod(), right=ast.Tuple(elts=parts)):
            return parts
        case ast.BinOp(left=ast.Constant(value=str()), op=ast.Mod(), right=ast.Dict(values=parts)):
            return parts
        case ast.BinOp(op=ast.Add(), left=left, right=right):
            return [*(composed_of(left) or [left]), right]
        case ast.Call(func=ast.Attribute(value=ast.Constant(value=str()), attr="format")):
            return [*node.args, *(keyword.value for keyword in node.keywords)]
        case ast.Call(
            func=ast.Attribute(value=ast.Constant(value=str()), attr="join"),
            args=[ast.List(elts=parts) | ast.Tuple(elts=parts)],
        ):
            return parts
        case _:
            return []


def composed_text(node: ast.expr) -> str:
    """What the parts come to, :data:`FIELD` for each that is computed; empty where none are."""
    return filled(node, composed_of(node), _text)


def filled(node: ast.expr, parts: list[ast.expr], text_for: Callable[[ast.expr], str]) -> str:
    """What ``parts`` come to in the format, ``join`` or sum that ``node`` is; empty for others."""
    match node:
        case ast.BinOp(left=ast.Constant(value=str(form)), op=ast.Mod(), right=right):
            named = _by_key(right) if isinstance(right, ast.Dict) else {}
            return _filled(_PERCENT, form, parts, named, text_for)
        case ast.BinOp():
            return "".join(map(text_for, parts))
        case ast.Call(
            func=ast.Attribute(value=ast.Constant(value=str(form)), attr="format"),
            keywords=keywords,
        ):
            named = {keyword.arg: keyword.value for keyword in keywords if keyword.arg}
            named |= {str(at): part for at, part in enumerate(node.args)}
            return _filled(_BRACES, form, node.args, named, text_for)
        case ast.Call(func=ast.Attribute(value=ast.Constant(value=str(between)))):
            return between.join(map(text_for, parts))
        case _:
            return ""


def _filled(
    field: re.Pattern[str],
    form: str,
    parts: list[ast.expr],
    named: dict[str, ast.expr],
    text_for: Callable[[ast.expr], str],
) -> str:
    places: Iterator[ast.expr] = iter(parts)

    def value(found: re.Match[str]) -> str:
        part = named.get(found[1]) if found[1] else next(places, None)
        return FIELD if part is None else text_for(part)

    return field.sub(value, form)


def _by_key(node: ast.Dict) -> dict[str, ast.expr]:
    pairs = zip(node.keys, node.values, strict=True)
    return {string(key) or "": value for key, value in pairs if key is not None}


def _text(node: ast.expr) -> str:
    return text_of(node) or FIELD
