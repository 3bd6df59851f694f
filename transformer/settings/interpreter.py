"""A symbolic run of settings modules: flow-sensitive, over ``ast``, nothing is imported.

Every branch is taken, since only a real run knows which one it takes; what comes out of them is
merged or kept apart as alternatives (:func:`transformer.settings.values.choice`).
"""

from __future__ import annotations

import ast

from transformer.settings import calls, expressions, statements
from transformer.settings.run import Frame, Run
from transformer.settings.values import (
    Class,
    Constant,
    Foreign,
    Function,
    Undefined,
    Unknown,
    Value,
)


class Interpreter(Run):
    """A run of code as it stands in settings."""

    def execute_one(self, statement: ast.stmt, frame: Frame) -> None:
        statements.execute(self, statement, frame)

    def evaluate(self, node: ast.expr | None, frame: Frame) -> Value:
        return expressions.evaluate(self, node, frame) if node is not None else Constant(None)

    def call(self, node: ast.Call, frame: Frame) -> Value:
        return calls.call(self, node, frame)

    def item(self, owner: Value, key: Value) -> Value:
        match owner, key:
            case Foreign(name), Constant(str(setting)) if name.startswith("scope:"):
                scope = self.state.scopes.get(name.removeprefix("scope:"), {})
                return scope.get(setting, Unknown())
        return expressions.subscript(owner, key)

    def class_attribute(self, owner: Class, name: str, frame: Frame) -> Value:
        for cls in self.ancestry(owner):
            scope = self.state.scopes.get(cls.scope, {})
            if name in scope:
                found = scope[name]
                if isinstance(found, Function) and found.property:
                    return calls.call_function(self, found, [], {}, cls)
                return found
        return Undefined()
