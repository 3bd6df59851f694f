"""Labels that Django itself hands out: `deleted["auth.User"]`, `model._meta.label`.

What it does: rewrites labels that are compared with what Django hands out: the counts of
`delete()`, and `_meta.label`.

Why it breaks: the second value of `delete()` counts rows by label, and the label is now
`users.User`; `summary.get("auth.User", 0)` is 0. A comparison with `_meta.label` is False.

What is edited: the app of the label, where the value comes from `delete()` in the same function,
and in comparisons with `label` and `label_lower`.

What is reported: nothing.
"""

from __future__ import annotations

import ast

from transformer.codemod.file import File, text_of
from transformer.codemod.literals import literals, owner
from transformer.codemod.rules import Example, Rule, Safe, diff
from transformer.findings import Level
from transformer.spellings.model_label import is_label_or_relation

rule = Rule(
    __name__,
    "US324",
    "label-of-auth-user",
    Level.TODO,
    link="https://docs.djangoproject.com/en/stable/ref/models/options/#label",
    also=("migrations",),
    examples=(
        diff(
            """\
                  def prune(people):
                      total, summary = people.delete()
                -     again = people.all().delete()[1]['auth.User']
                -     return summary.get("auth.User", 0), summary["auth.User_groups"]
                +     again = people.all().delete()[1]['users.User']
                +     return summary.get("users.User", 0), summary["users.User_groups"]


                  def test_prune(self, people):
                -     self.assertEqual(people.delete(), (1, {"auth.User": 1}))
                +     self.assertEqual(people.delete(), (1, {"users.User": 1}))


                  def is_user(thing):
                -     return thing._meta.label_lower in ("auth.user", "auth.group")
                +     return thing._meta.label_lower in ("users.user", "auth.group")
                """,
        ),
        Example(
            title="other labels",
            before="""\
                def prune(people):
                    total, summary = people.delete()
                    return summary.get("auth.Group", 0)
                """,
        ),
    ),
)


@rule.on(ast.Subscript, spelled=True)
def counted(node: ast.Subscript, file: File) -> None:
    if is_label_or_relation(text_of(node.slice)) and comes_from_delete(file, node.value):
        edit(file, node.slice)


@rule.on(ast.Call, spelled=True)
def got(call: ast.Call, file: File) -> None:
    func = call.func
    if isinstance(func, ast.Attribute) and func.attr in ("get", "pop") and call.args:
        label = call.args[0]
        if is_label_or_relation(text_of(label)) and comes_from_delete(file, func.value):
            edit(file, label)
    elif any(is_delete(argument) for argument in call.args):
        # assertEqual(people.delete(), (1, {"auth.User": 1}))
        for argument in call.args:
            keys_of_count(file, argument)


@rule.on(ast.Compare)
def compared(node: ast.Compare, file: File) -> None:
    sides = (node.left, *node.comparators)
    if any(isinstance(s, ast.Attribute) and s.attr in ("label", "label_lower") for s in sides):
        for side in sides:
            for literal in literals(file, side):
                edit(file, literal)
    if any(map(is_delete, sides)) or any(comes_from_delete(file, side) for side in sides):
        for side in sides:
            keys_of_count(file, side)


def keys_of_count(file: File, node: ast.expr) -> None:
    dicts = [node, *node.elts] if isinstance(node, ast.Tuple) else [node]
    for part in dicts:
        if isinstance(part, ast.Dict):
            for key in part.keys:
                if key is not None:
                    edit(file, key)


def edit(file: File, literal: ast.expr) -> None:
    if is_label_or_relation(text_of(literal)):
        file.report(rule, literal, edit=Safe(f"{file.options.app}.", part="auth."))


def is_delete(node: ast.AST) -> bool:
    """Whether an expression is ``….delete()``."""
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in ("delete", "adelete", "_raw_delete")
    )


def comes_from_delete(file: File, node: ast.AST) -> bool:
    """Whether an expression is the second value of ``delete()``, by name or by index."""
    if isinstance(node, ast.Subscript):
        inner = node.value.value if isinstance(node.value, ast.Await) else node.value
        return is_delete(inner) or (isinstance(inner, ast.Name) and _bound_by_delete(file, inner))
    return isinstance(node, ast.Name) and _bound_by_delete(file, node)


def _bound_by_delete(file: File, node: ast.Name) -> bool:
    scope = owner(file, node)
    for binding in scope.bindings.get(node.id, []) if scope else []:
        statement = next(
            (p for p in (binding.node, *file.ancestors(binding.node)) if isinstance(p, ast.Assign)),
            None,
        )
        if statement is not None:
            value = statement.value
            value = value.value if isinstance(value, (ast.Await, ast.Subscript)) else value
            if is_delete(value):
                return True
    return False
