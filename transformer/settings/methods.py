"""Methods of lists, dicts, texts and paths, as a symbolic run follows them."""

from __future__ import annotations

import ast
import re
from dataclasses import replace
from pathlib import PurePosixPath

from transformer.settings import statements
from transformer.settings.expressions import as_sequence, divide, pairwise, unknown_part
from transformer.settings.run import Frame, Run, bounded
from transformer.settings.sources import normal
from transformer.settings.state import join
from transformer.settings.values import (
    MAX_TEXT,
    Choice,
    Constant,
    Foreign,
    Reference,
    Segment,
    Sequence,
    Table,
    Undefined,
    Unknown,
    Value,
    alternatives,
    choice,
)

# A field may also ask for any width, and for whatever can be reached from its value.
_PLAIN_FIELDS = re.compile(r"(?:[^{}]|\{\{|\}\}|\{\d*\})*")


def method(run: Run, owner: Value, name: str, node: ast.Call, frame: Frame) -> Value | None:
    """A method of a list, dict, text or path; None where the owner is something else."""
    resolved = run.resolve(owner)
    match resolved:
        case Sequence():
            return _sequence_method(run, owner, resolved, name, node, frame)
        case Table():
            return _table_method(run, owner, resolved, name, node, frame)
        case Choice(values):
            found = [method(run, one, name, node, frame) for one in values]
            if all(one is None for one in found):
                return None
            return choice(one or Unknown() for one in found)
        case Constant(str(text)):
            return _text_method(run, text, name, node, frame)
        case Constant(PurePosixPath() as path):
            return _path_method(run, path, name, node, frame)
        case Foreign(dotted) if dotted.startswith("scope:") and name == "update":
            _update_scope(run, dotted.removeprefix("scope:"), node, frame)
            return Constant(None)
        case Foreign(dotted) if dotted.startswith("file:") and name in ("read", "readlines"):
            return Foreign("text:" + dotted.removeprefix("file:"))
        case Unknown() if name == "split":
            return Sequence(unknown_part())
    return None


def _sequence_method(
    run: Run, owner: Value, known: Sequence, name: str, node: ast.Call, frame: Frame
) -> Value:
    arguments = [run.evaluate(one, frame) for one in node.args]
    before, after = known.segments, known.segments
    match name, arguments:
        case "append" | "add", [value]:
            after = (*before, Segment((value,)))
        case "insert", [index, value]:
            first = isinstance(index, Constant) and index.value == 0
            after = (Segment((value,)), *before) if first else (*before, Segment((value,)))
        case "extend" | "update" | "__iadd__", [value]:
            more = as_sequence(run.resolve(value))
            if isinstance(more, Choice) and isinstance(owner, Reference):
                statements.extend(run, owner, more)
                return Constant(None)
            after = (*before, *more.segments) if isinstance(more, Sequence) else before
        case "remove" | "discard", [value]:
            gone = run.resolve(value)
            after = tuple(
                replace(s, elements=tuple(e for e in s.elements if not _same(e, gone)))
                for s in before
            )
        case ("copy" | "union", more_values):
            parts = [as_sequence(run.resolve(one)) for one in more_values]
            joined = [s for p in parts if isinstance(p, Sequence) for s in p.segments]
            return run.allocate(replace(known, segments=(*before, *joined)))
        case "clear", []:
            after = ()
        case "pop", _:
            return Unknown()
    if after is not before and isinstance(owner, Reference):
        run.state.heap[owner.address] = bounded(replace(known, segments=after))
    return Constant(None)


def _same(one: Value, two: Value) -> bool:
    return isinstance(one, Constant) and isinstance(two, Constant) and one.value == two.value


def _table_method(
    run: Run, owner: Value, known: Table, name: str, node: ast.Call, frame: Frame
) -> Value:
    arguments = [run.evaluate(one, frame) for one in node.args]
    match name, arguments:
        case (("get" | "pop" | "setdefault"), [key, *rest]):
            found = known.get(key.value) if isinstance(key, Constant) else Unknown()
            if found == Undefined():
                return rest[0] if rest else Constant(None)
            return found
        case "items", []:
            pairs = tuple(Sequence((Segment(pair),), "tuple") for pair in known.entries)
            return Sequence((Segment(pairs),))
        case "keys", []:
            return Sequence((Segment(tuple(key for key, _ in known.entries)),))
        case "values", []:
            return Sequence((Segment(tuple(value for _, value in known.entries)),))
        case "update", _ if isinstance(owner, Reference):
            changed = merged_table(run, known, arguments, node, frame)
            run.state.heap[owner.address] = bounded(changed)
            return Constant(None)
        case "copy", []:
            return run.allocate(known)
    return Unknown()


def merged_table(
    run: Run, known: Table, arguments: list[Value], node: ast.Call, frame: Frame
) -> Table:
    entries = list(known.entries)
    complete = known.complete
    for argument in arguments:
        resolved = run.resolve(argument)
        if isinstance(resolved, Table):
            entries += resolved.entries
            complete = complete and resolved.complete
        else:
            complete = False
    for keyword in node.keywords:
        if keyword.arg:
            entries.append((Constant(keyword.arg), run.evaluate(keyword.value, frame)))
        else:
            complete = False
    return Table(tuple(entries), known.place, complete)


def _text_method(run: Run, text: str, name: str, node: ast.Call, frame: Frame) -> Value:
    arguments = [run.value(one, frame) for one in node.args]
    plain = [a.value for a in arguments if isinstance(a, Constant)]
    length = len(text) * max([1, *(len(one) for one in plain if isinstance(one, str))])
    if len(plain) != len(arguments) or node.keywords or length > MAX_TEXT:
        return Unknown()
    try:
        if name in ("strip", "lower", "upper", "title", "capitalize", "replace", "rstrip"):
            return Constant(getattr(text, name)(*plain))
        if name in ("split", "splitlines"):
            parts = tuple(Constant(part) for part in getattr(text, name)(*plain))
            return Sequence((Segment(parts),))
        if name == "format" and _PLAIN_FIELDS.fullmatch(text):
            return Constant(text.format(*plain))
    except (AttributeError, IndexError, KeyError, TypeError, ValueError):
        return Unknown()
    return Unknown()


def _path_method(run: Run, path: PurePosixPath, name: str, node: ast.Call, frame: Frame) -> Value:
    arguments = [run.value(one, frame) for one in node.args]
    match name, arguments:
        case (("resolve" | "absolute" | "expanduser"), _):
            return Constant(PurePosixPath(normal(str(path))))
        case "joinpath", _:
            joined: Value = Constant(path)
            for one in arguments:
                joined = pairwise(divide, joined, one)
            return joined
        case "with_name", [Constant(str(other))]:
            return Constant(path.with_name(other))
        case (("read_text" | "read_bytes"), _):
            return Foreign(f"text:{path}")
        case "open", _:
            return Foreign(f"file:{path}")
        case "as_posix", _:
            return Constant(str(path))
    return Unknown()


def _update_scope(run: Run, key: str, node: ast.Call, frame: Frame) -> None:
    for argument in node.args:
        value = run.value(argument, frame)
        start, ends = run.state, []
        for one in alternatives(value):
            run.state = start.fork()
            run.state.scopes.setdefault(key, {}).update(_names(run, one))
            ends.append(run.state)
        run.state = join(ends)
    for keyword in node.keywords:
        if keyword.arg:
            value = run.evaluate(keyword.value, frame)
            run.state.scopes.setdefault(key, {})[keyword.arg] = value


def _names(run: Run, value: Value) -> dict[str, Value]:
    """The names that a dict, or the ``globals()`` of a module, holds."""
    match value:
        case Table(entries):
            return {str(k.value): v for k, v in entries if isinstance(k, Constant)}
        case Foreign(name) if name.startswith("scope:"):
            source = run.state.scopes.get(name.removeprefix("scope:"), {})
            return {k: v for k, v in source.items() if not k.startswith("__")}
    return {}
