"""What comparisons and assertions compare with what. Not a rule: several share it."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

from transformer.codemod.file import File
from transformer.codemod.literals import last_name
from transformer.codemod.rules import Rule

# Words of which a file has one where it asserts that something equals another, or is in it.
_ASSERTIONS = ("assertEqual", "assertNotEqual", "assertIs", "assertIn", "assertNotIn", "eq_")

_EQUAL = frozenset(
    [
        *("assertEqual", "assertEquals", "assertNotEqual", "assertNotEquals"),
        *("assertIs", "assertIsNot", "assert_equal", "eq_"),
    ]
)
_IN = frozenset({"assertIn", "assertNotIn"})


@dataclass(frozen=True)
class Compared:
    """``left == right``, or ``left in right``; ``node`` is the whole, ``alone`` where it is all."""

    node: ast.Compare | ast.Call
    left: ast.expr
    right: ast.expr
    equal: bool
    alone: bool = False
    negated: bool = False


def compared(node: ast.Compare | ast.Call) -> Iterator[Compared]:
    """Each link of a comparison, and what ``assertEqual`` and its like compare."""
    match node:
        case ast.Compare(left=first, ops=ops, comparators=others):
            alone = len(ops) == 1
            for (left, right), op in zip(pairwise((first, *others)), ops, strict=True):
                if isinstance(op, ast.Eq | ast.NotEq | ast.In | ast.NotIn):
                    equal = isinstance(op, ast.Eq | ast.NotEq)
                    negated = isinstance(op, ast.NotEq | ast.NotIn)
                    yield Compared(node, left, right, equal, alone, negated)
        case ast.Call(args=[left, right, *_]):
            name = last_name(node.func)
            if name in _EQUAL or name in _IN:
                yield Compared(node, left, right, name in _EQUAL, negated="Not" in name)


Visit: TypeAlias = Callable[[Compared, File], None]


def on_compared(rule: Rule, words: Sequence[str] = ()) -> Callable[[Visit], Visit]:
    """Have ``visit(compared, file)`` called for each comparison and assertion.

    Comparisons only in files that hold one of the ``words``, if any.
    """

    def register(visit: Visit) -> Visit:
        @rule.on(ast.Compare, words=words)
        @rule.on(ast.Call, words=_ASSERTIONS, spelled=True)
        def see(node: ast.Compare | ast.Call, file: File) -> None:
            for each in compared(node):
                visit(each, file)

        return visit

    return register
