"""The value of an expression, without running it. What cannot be known is Unknown."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import PurePosixPath
from typing import TypeAlias

from transformer.settings.run import Frame, Run
from transformer.settings.values import (
    MAX_ALTERNATIVES,
    MAX_PARTS,
    MAX_TEXT,
    Choice,
    Constant,
    Place,
    Segment,
    Sequence,
    Table,
    Undefined,
    Unknown,
    Value,
    alternatives,
    choice,
)

Operation: TypeAlias = Callable[[Value, Value], Value]


def evaluate(run: Run, node: ast.expr, frame: Frame) -> Value:
    match node:
        case ast.Constant(value):
            return Constant(value, run.place(node, frame))
        case ast.Name(name):
            return run.lookup(name, frame)
        case ast.Attribute(owner, name):
            return run.attribute(run.value(owner, frame), name, frame)
        case ast.List() | ast.Set():
            return run.allocate(_display(run, node, frame))
        case ast.Tuple():
            return _display(run, node, frame)
        case ast.Dict():
            return run.allocate(_table(run, node, frame))
        case ast.BinOp(left, ast.Add(), right):
            return add(run, run.evaluate(left, frame), run.evaluate(right, frame))
        case ast.BinOp(left, ast.Div(), right):
            return pairwise(divide, run.value(left, frame), run.value(right, frame))
        case ast.BinOp(left, ast.BitOr(), right):
            return pairwise(merge_tables, run.value(left, frame), run.value(right, frame))
        case ast.BinOp(left, ast.Mod(), right):
            return pairwise(percent, run.value(left, frame), run.value(right, frame))
        case ast.IfExp(test, body, orelse):
            decided = decide(run, test, frame)
            kept = [n for n, truth in ((body, True), (orelse, False)) if decided in (None, truth)]
            return choice(run.evaluate(one, frame) for one in kept)
        case ast.BoolOp(ast.Or(), values):
            return choice(run.evaluate(value, frame) for value in values)
        case ast.BoolOp(ast.And(), values):
            return choice(run.evaluate(value, frame) for value in values[1:])
        case ast.Subscript(owner, index):
            return run.item(run.value(owner, frame), run.value(index, frame))
        case ast.Call():
            return run.call(node, frame)
        case ast.JoinedStr(parts):
            return _joined(run, parts, frame)
        case ast.ListComp(element, [generator]) | ast.SetComp(element, [generator]):
            return run.allocate(_comprehension(run, element, generator, frame))
        case ast.GeneratorExp(element, [generator]):
            return _comprehension(run, element, generator, frame)
        case ast.NamedExpr(ast.Name(name), value):
            bound = run.evaluate(value, frame)
            run.bind(name, bound, frame)
            return bound
        case ast.Starred(value):
            return run.evaluate(value, frame)
    return Unknown()


def decide(run: Run, test: ast.expr, frame: Frame) -> bool | None:
    """Whether a condition holds in every run: True, False, or None where runs differ.

    A name is not looked up: ``DEBUG = True`` above says what today's file holds, while both
    branches of ``if DEBUG:`` are meant to be used.
    """
    match test:
        case ast.Constant(value):
            return bool(value)
        case ast.Name("TYPE_CHECKING") | ast.Attribute(_, "TYPE_CHECKING"):
            return False
        case ast.UnaryOp(ast.Not(), operand):
            inner = decide(run, operand, frame)
            return None if inner is None else not inner
        case ast.Compare(ast.Name("__name__"), [ast.Eq()], [ast.Constant(value)]):
            return frame.module == value
    return None


def _display(run: Run, node: ast.List | ast.Set | ast.Tuple, frame: Frame) -> Value:
    kind = type(node).__name__.lower()
    place = run.place(node, frame)
    ways: list[list[Segment]] = [[]]
    for element in node.elts:
        if isinstance(element, ast.Starred):
            spread = alternatives(as_sequence(run.value(element.value, frame)))
            parts = [s.segments if isinstance(s, Sequence) else unknown_part() for s in spread]
            if len(ways) * len(parts) > MAX_ALTERNATIVES:
                parts = [unknown_part()]
            ways = [[*way, *part] for way in ways for part in parts]
            continue
        value = run.evaluate(element, frame)
        for way in ways:
            if way and way[-1].place == place:
                way[-1] = Segment((*way[-1].elements, value), place)
            else:
                way.append(Segment((value,), place))
    return choice(Sequence(_one_place(way, place), kind) for way in ways)


def _one_place(segments: list[Segment], place: Place) -> tuple[Segment, ...]:
    """The literal counts once: its longest run of own elements stands for it."""
    own = [i for i, s in enumerate(segments) if s.place == place]
    if not own:
        return (*segments, Segment((), place))
    longest = max(own, key=lambda i: len(segments[i].elements))
    return tuple(
        replace(s, place=None) if i in own and i != longest else s for i, s in enumerate(segments)
    )


def _table(run: Run, node: ast.Dict, frame: Frame) -> Value:
    entries: list[tuple[Value, Value]] = []
    complete = True
    for key, item in zip(node.keys, node.values, strict=True):
        if key is None:
            spread = run.value(item, frame)
            if isinstance(spread, Table):
                entries += spread.entries
                complete = complete and spread.complete
            else:
                complete = False
        else:
            entries.append((run.value(key, frame), run.evaluate(item, frame)))
    return Table(tuple(entries), run.place(node, frame), complete)


def unknown_part() -> tuple[Segment, ...]:
    return (Segment((Unknown(),), None),)


def as_sequence(value: Value) -> Value:
    """A sequence as it is; a choice as the sequences of it; a dict as its keys."""
    match value:
        case Sequence():
            return value
        case Choice(values):
            return choice(as_sequence(one) for one in values if one != Undefined())
        case Table(entries, _, True):
            return Sequence((Segment(tuple(key for key, _ in entries)),))
    return Sequence(unknown_part())


def add(run: Run, left: Value, right: Value) -> Value:
    """``left + right``; a new list where the left one is a list."""
    total = pairwise(add_values, run.resolve(left), run.resolve(right))
    mutable = any(isinstance(one, Sequence) and one.kind != "tuple" for one in alternatives(total))
    return run.allocate(total) if mutable else total


def add_values(left: Value, right: Value) -> Value:
    match left, right:
        case Constant(str(a)), Constant(str(b)):
            return Constant(a + b) if len(a) + len(b) <= MAX_TEXT else Unknown()
        case Constant(str(a)), Unknown(glob):
            return Unknown(a + glob)
        case Unknown(glob), Constant(str(b)):
            return Unknown(glob + b)
        case Sequence(segments, kind), Sequence(more, _):
            if len(segments) + len(more) > MAX_PARTS:
                return Sequence(unknown_part(), kind)
            return Sequence((*segments, *more), kind)
        case Sequence(segments, kind), _:
            return Sequence((*segments, *unknown_part()), kind)
        case _, Sequence(more, kind):
            return Sequence((*unknown_part(), *more), kind)
    return Unknown()


def divide(left: Value, right: Value) -> Value:
    match left, right:
        case Constant(PurePosixPath() as a), Constant(str(b)):
            return Constant(a / b)
        case Constant(PurePosixPath() as a), Unknown(glob):
            return Unknown(str(a / glob))
    return Unknown()


def merge_tables(left: Value, right: Value) -> Value:
    if isinstance(left, Table) and isinstance(right, Table):
        complete = left.complete and right.complete
        return Table((*left.entries, *right.entries), left.place, complete)
    return Unknown()


def percent(left: Value, right: Value) -> Value:
    match left, right:
        case Constant(str(form)), Constant(str(argument)) if form.count("%s") == 1:
            text = form.replace("%s", argument)
            return Constant(text) if len(text) <= MAX_TEXT else Unknown()
    return Unknown()


def pairwise(operation: Operation, left: Value, right: Value) -> Value:
    return choice(operation(a, b) for a in alternatives(left) for b in alternatives(right))


def subscript(owner: Value, index: Value) -> Value:
    found: list[Value] = []
    for one in alternatives(owner):
        match one, index:
            case Table(), Constant(key):
                found.append(one.get(key))
            case Sequence(), Constant(int(number)):
                elements = list(one.elements)
                known = all(s.sure for s in one.segments) and Unknown() not in elements
                inside = known and -len(elements) <= number < len(elements)
                found.append(elements[number] if inside else Unknown())
            case _:
                found.append(Unknown())
    return choice(found)


def _joined(run: Run, parts: Iterable[ast.expr], frame: Frame) -> Value:
    text: Value = Constant("")
    for part in parts:
        inner = part.value if isinstance(part, ast.FormattedValue) else part
        value = choice(_as_text(one) for one in alternatives(run.value(inner, frame)))
        text = pairwise(add_values, text, value)
        if isinstance(text, Unknown) and len(text.glob) > 500:
            return Unknown()
    return text


def _as_text(value: Value) -> Value:
    match value:
        case Constant(str(text)):
            return Constant(text)
        case Constant(PurePosixPath() as path):
            return Constant(str(path))
    return value if isinstance(value, Unknown) else Unknown()


def _comprehension(
    run: Run, element: ast.expr, generator: ast.comprehension, frame: Frame
) -> Value:
    source = as_sequence(run.value(generator.iter, frame))
    return choice(_picked(run, element, generator, one, frame) for one in alternatives(source))


def _picked(
    run: Run,
    element: ast.expr,
    generator: ast.comprehension,
    source: Value,
    frame: Frame,
) -> Value:
    if not isinstance(source, Sequence) or not isinstance(generator.target, ast.Name):
        return Sequence(unknown_part())
    name = generator.target.id
    same = isinstance(element, ast.Name) and element.id == name
    shadow = dict(run.state.scopes.get(frame.scopes[0], {}))
    segments: list[Segment] = []
    for segment in source.segments:
        kept: list[Value] = []
        sure = segment.sure
        for item in segment.elements:
            run.bind(name, item, frame)
            verdicts = [_holds(run, test, frame) for test in generator.ifs]
            if False in verdicts:
                continue
            value = item if same else run.evaluate(element, frame)
            if None in verdicts:
                segments.append(Segment((value,), None, False))
            else:
                kept.append(value)
        keeps = same and all(_only_names_what_goes(test) for test in generator.ifs)
        segments.append(Segment(tuple(kept), segment.place if keeps else None, sure))
    run.state.scopes[frame.scopes[0]] = shadow
    return Sequence(tuple(segments))


def _holds(run: Run, test: ast.expr, frame: Frame) -> bool | None:
    """Whether a filter lets the bound element pass."""
    if not isinstance(test, ast.Compare) or len(test.ops) != 1:
        return None
    left, right = run.value(test.left, frame), run.value(test.comparators[0], frame)
    if not isinstance(left, Constant):
        return None
    match test.ops[0], right:
        case ast.Eq() | ast.NotEq(), Constant(other):
            return (left.value == other) is isinstance(test.ops[0], ast.Eq)
        case ast.In() | ast.NotIn(), Sequence():
            surely = Sequence(tuple(s for s in right.segments if s.sure))
            if left.value in surely.texts():
                return isinstance(test.ops[0], ast.In)
            closed = all(s.sure for s in right.segments) and Unknown() not in right.elements
            return isinstance(test.ops[0], ast.NotIn) if closed else None
    return None


def _only_names_what_goes(test: ast.expr) -> bool:
    """Whether a new element would pass the filter: it only leaves out what it names."""
    return isinstance(test, ast.Compare) and isinstance(test.ops[0], ast.NotEq | ast.NotIn)
