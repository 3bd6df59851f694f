"""What names the app `auth` names the users app as well. Not a rule: several share it.

Each function gives False where that was not done.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence

from transformer.codemod.file import File, string
from transformer.codemod.rules import Rule, Safe
from transformer.formats.python.lists import elements_in, read


def in_list(file: File, rule: Rule, node: ast.expr) -> bool:
    """Put the users app behind ``"auth"`` in a list, tuple or set."""
    if not isinstance(node, (ast.List, ast.Tuple, ast.Set)):
        return False
    return _beside(file, rule, node, node.elts, "")


def in_call(file: File, rule: Rule, node: ast.Call) -> bool:
    """Put the users app behind ``"auth"`` among the arguments of a call."""
    return _beside(file, rule, node, node.args, "")


def in_dict(file: File, rule: Rule, node: ast.Dict) -> bool:
    """Give the users app the value that ``"auth"`` has in a dictionary."""
    values = (v for k, v in zip(node.keys, node.values, strict=True) if string(k) == "auth")
    value = next(values, None)
    if value is None:
        return False
    return _beside(file, rule, node, node.keys, f": {file.text.segment(value)}")


def _beside(
    file: File, rule: Rule, node: ast.expr, names: Sequence[ast.expr | None], rest: str
) -> bool:
    app, apps = file.options.app, [string(name) for name in names]
    if "auth" not in apps or app in apps:
        return False
    index = apps.index("auth")
    auth = names[index]
    assert auth is not None
    if file.claimed(auth) or file.ignored(auth, rule) or file.ignored(node, rule):
        return False
    new = file.text.segment(auth).replace("auth", app) + rest
    elements = elements_in(file.text, node)
    elements.insert(index + 1, new)
    if not file.edit(rule, elements):
        return False
    file.claim(rule, auth)
    return True


def in_comparison(file: File, rule: Rule, node: ast.Compare, auth: ast.expr) -> bool:
    """``label == "auth"`` becomes ``label in ("auth", "users")``."""
    import libcst as cst

    label = file.text.segment(auth)
    both = read(f"({label}, {label.replace('auth', file.options.app)})")
    # In brackets, for it may run over several lines.
    compared = read(f"({file.text.segment(node)})")
    assert isinstance(compared, cst.Comparison)
    target = compared.comparisons[0]
    other = target.comparator if auth is node.left else compared.left
    spaces = {
        name: space
        for name in ("whitespace_before", "whitespace_after")
        if isinstance(space := getattr(target.operator, name), cst.ParenthesizedWhitespace)
    }
    word = cst.In if isinstance(target.operator, cst.Equal) else cst.NotIn
    target = target.with_changes(operator=word(**spaces), comparator=both)
    new = compared.with_changes(left=other, comparisons=[target], lpar=(), rpar=())
    return file.report(rule, node, edit=Safe(cst.Module([]).code_for_node(new)))
