"""Statements that compute ``AUTH_USER_MODEL``, and the default that each of them has."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from transformer.codemod.file import string
from transformer.formats.python.syntax import parse
from transformer.passes.settings.variants import SettingsDraft
from transformer.settings import Evaluation

SETTING = "AUTH_USER_MODEL"


@dataclass(frozen=True)
class Computed:
    """``value`` is what a statement of the file ``path`` gives the setting.

    ``defaults`` are the labels in it, in what its names hold, and in the schema of its reader.
    """

    path: str
    value: ast.expr
    defaults: tuple[ast.Constant, ...]

    def has_only(self, label: str) -> bool:
        """Whether every default is the label."""
        found = {(string(each) or "").lower() for each in self.defaults}
        return found == {label.lower()}


def computed_models(draft: SettingsDraft, one: Evaluation) -> list[Computed]:
    """The statements in what a variant reads that give the setting more than a literal."""
    found = []
    for path in one.read:
        if ".py" not in path or SETTING.encode() not in draft.read(path):
            continue
        try:
            tree = parse(draft.read(path)).tree
        except (SyntaxError, ValueError, RecursionError):
            continue
        for value in _given(tree, SETTING):
            if not isinstance(value, ast.Constant):
                found.append(Computed(path, value, tuple(_defaults(tree, value))))
    return found


def places_of_default(computed: Computed, old: str, known: bool) -> list[ast.expr]:
    """What stands for the default ``old``; all of the value where it is ``known`` to come to it."""
    found: list[ast.expr] = [e for e in computed.defaults if (string(e) or "").lower() == old]
    return found or ([computed.value] if known else [])


def _given(tree: ast.AST, name: str) -> Iterator[ast.expr]:
    """What statements give a name, or a call takes by it: ``Env(AUTH_USER_MODEL=(str, …))``."""
    for node in ast.walk(tree):
        match node:
            case ast.Assign(targets=targets, value=value):
                if any(isinstance(each, ast.Name) and each.id == name for each in targets):
                    yield value
            case ast.AnnAssign(target=ast.Name(id=target), value=ast.expr() as value):
                if target == name:
                    yield value


def _defaults(tree: ast.AST, value: ast.expr) -> Iterator[ast.Constant]:
    """The labels of models in a value, in the names that it reads, and in a schema."""
    names = {node.id for node in ast.walk(value) if isinstance(node, ast.Name)}
    held = [list(_given(tree, name)) for name in sorted(names)]
    read = [values[0] for values in held if len(values) == 1]
    asks = any(string(node) == SETTING for node in ast.walk(value))
    schemas = [
        keyword.value
        for each in read
        if asks and isinstance(each, ast.Call)
        for keyword in each.keywords
        if keyword.arg == SETTING
    ]
    plain = [each for each in read if isinstance(each, ast.Constant)]
    for root in (value, *plain, *schemas):
        for node in ast.walk(root):
            if isinstance(node, ast.Constant) and _is_label(string(node)):
                yield node


def _is_label(text: str | None) -> bool:
    parts = (text or "").split(".")
    return len(parts) == 2 and all(part.isidentifier() for part in parts)
