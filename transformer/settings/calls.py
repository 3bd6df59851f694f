"""What a call gives and does, for the functions that settings modules use."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import replace
from fnmatch import fnmatchcase

from transformer.settings.expressions import unknown_part
from transformer.settings.functions import KNOWN, default_of
from transformer.settings.methods import method
from transformer.settings.run import Frame, Run
from transformer.settings.state import join
from transformer.settings.values import (
    Class,
    Constant,
    Foreign,
    Function,
    Reference,
    Sequence,
    Unknown,
    Value,
    alternatives,
    choice,
)

MAX_CALL_DEPTH = 8


def call(run: Run, node: ast.Call, frame: Frame) -> Value:
    if isinstance(node.func, ast.Attribute):
        owner = run.evaluate(node.func.value, frame)
        result = method(run, owner, node.func.attr, node, frame)
        if result is not None:
            return result
    function = run.value(node.func, frame)
    return choice(_call(run, one, node, frame) for one in alternatives(function))


def _call(run: Run, function: Value, node: ast.Call, frame: Frame) -> Value:
    match function:
        case Function():
            arguments = [run.evaluate(one, frame) for one in node.args]
            named = {k.arg: run.evaluate(k.value, frame) for k in node.keywords if k.arg}
            return call_function(run, function, arguments, named, frame.owner)
        case Foreign(name):
            return _foreign(run, name, node, frame)
        case Class():
            return Unknown()
    for argument in node.args:
        _may_change(run, run.evaluate(argument, frame))
    return default_of(run, node, frame)


def call_function(
    run: Run,
    function: Function,
    arguments: list[Value],
    named: Mapping[str, Value],
    owner: Class | None,
) -> Value:
    """What a function of the project returns: its body is executed symbolically."""
    if run.depth > MAX_CALL_DEPTH:
        return Unknown()
    key = f"call {function.module}.{function.node.name}:{run.statements}"
    parameters = [a.arg for a in (*function.node.args.posonlyargs, *function.node.args.args)]
    if owner is not None and parameters:
        arguments = [owner, *arguments]
    local: dict[str, Value] = dict.fromkeys(parameters, Unknown())
    local |= zip(parameters, arguments, strict=False)
    local |= named
    run.state.scopes[key] = local
    frame = Frame(function.path, function.module, (key, *function.scopes), [], owner)
    run.depth += 1
    run.execute(function.node.body, frame)
    run.depth -= 1
    ends = frame.returns or []
    if not run.state.over:
        ends = [*ends, (run.state, Constant(None))]
    if not ends:
        return Unknown()
    run.state = join(state for state, _ in ends)
    return choice(value for _, value in ends)


def _may_change(run: Run, value: Value) -> None:
    """A list given to a function that is not known may come back longer."""
    if isinstance(value, Reference):
        known = run.state.heap[value.address]
        if isinstance(known, Sequence):
            maybe = replace(unknown_part()[0], sure=False)
            run.state.heap[value.address] = replace(known, segments=(*known.segments, maybe))


def _foreign(run: Run, name: str, node: ast.Call, frame: Frame) -> Value:
    for pattern, function in KNOWN.items():
        if fnmatchcase(name, pattern):
            return function(run, node, frame)
    if name.rpartition(".")[2] in ("list", "tuple") and len(node.args) > 1 and not node.keywords:
        return choice((run.evaluate(node.args[1], frame), Unknown()))
    for argument in node.args:
        _may_change(run, run.evaluate(argument, frame))
    return default_of(run, node, frame)
