"""What a statement does to the state of a symbolic run."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import replace

from transformer.settings.expressions import add, as_sequence, decide, merge_tables
from transformer.settings.run import Frame, Run, bounded
from transformer.settings.state import join
from transformer.settings.values import (
    Choice,
    Class,
    Constant,
    Foreign,
    Function,
    ImportedModule,
    Reference,
    Sequence,
    Table,
    Unknown,
    Value,
    alternatives,
    choice,
)

MAX_ROUNDS = 60


def execute(run: Run, statement: ast.stmt, frame: Frame) -> None:
    match statement:
        case ast.Assign(targets, value):
            assigned = run.evaluate(value, frame)
            for target in targets:
                _assign(run, target, assigned, frame)
        case ast.AnnAssign(target, _, value) if value is not None:
            _assign(run, target, run.evaluate(value, frame), frame)
        case ast.AugAssign(target, operator, value):
            _augment(run, target, operator, run.evaluate(value, frame), frame)
        case ast.Expr(value):
            run.evaluate(value, frame)
        case ast.If(test, body, orelse):
            run.evaluate(test, frame)
            decided = decide(run, test, frame)
            taken = [b for b, truth in ((body, True), (orelse, False)) if decided in (None, truth)]
            run.branches((branch, frame) for branch in taken)
        case ast.For(target, iterable, body, orelse):
            _loop(run, target, run.value(iterable, frame), body, frame)
            run.execute(orelse, frame)
        case ast.While(_, body, orelse):
            run.branches(((body, frame), (orelse, frame)))
        case ast.With(items, body):
            for item in items:
                opened = run.evaluate(item.context_expr, frame)
                if item.optional_vars is not None:
                    _assign(run, item.optional_vars, opened, frame)
            run.execute(body, frame)
        case ast.Try(body, handlers, orelse, final):
            caught = [handler.body for handler in handlers]
            run.branches((branch, frame) for branch in ([*body, *orelse], *caught))
            run.execute(final, frame)
        case ast.Match(_, cases):
            otherwise: list[list[ast.stmt]] = [[]]
            run.branches((branch, frame) for branch in (*(c.body for c in cases), *otherwise))
        case ast.Import(names):
            _import(run, names, frame)
        case ast.ImportFrom():
            _import_from(run, statement, frame)
        case ast.FunctionDef(name):
            run.bind(name, _function(run, statement, frame), frame)
        case ast.ClassDef(name):
            run.bind(name, _class(run, statement, frame), frame)
        case ast.Return(value):
            result = run.evaluate(value, frame)
            if frame.returns is not None:
                frame.returns.append((run.state.fork(), result))
            run.state.over = True
        case ast.Raise():
            run.state.over = True
        case ast.Delete(targets):
            for gone in targets:
                if isinstance(gone, ast.Name):
                    run.state.scopes.get(frame.scopes[0], {}).pop(gone.id, None)


def _assign(run: Run, target: ast.expr, value: Value, frame: Frame) -> None:
    match target:
        case ast.Name(name):
            run.bind(name, value, frame)
        case ast.Subscript(owner, index):
            set_item(run, run.evaluate(owner, frame), run.value(index, frame), value)
        case ast.Tuple(targets) | ast.List(targets):
            resolved = run.resolve(value)
            known = list(resolved.elements) if isinstance(resolved, Sequence) else []
            fits = len(known) == len(targets)
            for at, part in enumerate(targets):
                _assign(run, part, known[at] if fits else Unknown(), frame)
        case ast.Attribute(owner, name):
            match run.value(owner, frame):
                case ImportedModule(module):
                    run.state.scopes.setdefault(module, {})[name] = value
                case Class(_, _, _, scope):
                    run.state.scopes.setdefault(scope, {})[name] = value


def set_item(run: Run, owner: Value, key: Value, value: Value) -> None:
    """``owner[key] = value``; ``globals()`` and ``locals()`` are the scope they came from."""
    table = run.resolve(owner)
    match owner, table, key:
        case Foreign(name), _, Constant(str(setting)) if name.startswith("scope:"):
            run.state.scopes.setdefault(name.removeprefix("scope:"), {})[setting] = value
        case Reference(address), Table(entries, place, complete), Constant():
            changed = Table((*entries, (key, value)), place, complete)
            run.state.heap[address] = bounded(changed)
        case Reference(address), Table(entries, place, _), _:
            run.state.heap[address] = Table(entries, place, False)


def _augment(
    run: Run, target: ast.expr, operator: ast.operator, value: Value, frame: Frame
) -> None:
    if isinstance(target, ast.Subscript):
        owner, key = run.evaluate(target.value, frame), run.value(target.slice, frame)
        if isinstance(owner, Foreign):
            before = run.item(owner, key)
            set_item(run, owner, key, add(run, before, value))
        return
    before = run.evaluate(target, frame)
    match operator:
        case ast.Add():
            if isinstance(before, Reference):
                extend(run, before, value)
                _assign(run, target, before, frame)
            else:
                _assign(run, target, add(run, before, value), frame)
        case ast.BitOr():
            left, right = run.resolve(before), run.resolve(value)
            if isinstance(left, Sequence) and isinstance(right, Sequence):
                joined = Sequence((*left.segments, *right.segments), left.kind)
                _assign(run, target, run.allocate(joined), frame)
            else:
                merged = run.allocate(merge_tables(left, right))
                _assign(run, target, merged, frame)
        case _:
            _assign(run, target, Unknown(), frame)


def extend(run: Run, reference: Reference, value: Value) -> None:
    """``list += value``, seen by every name of the list."""
    more = as_sequence(run.resolve(value))
    total = run.resolve(add(run, run.state.heap[reference.address], more))
    run.state.heap[reference.address] = bounded(total)


def _loop(run: Run, target: ast.expr, iterable: Value, body: list[ast.stmt], frame: Frame) -> None:
    match iterable:
        case Sequence(segments) if sum(len(s.elements) for s in segments) <= MAX_ROUNDS:
            for segment in segments:
                for element in segment.elements:
                    _round(run, target, element, body, frame, sure=segment.sure)
        case Choice(values):
            start, ends = run.state, []
            for one in values:
                run.state = start.fork()
                _loop(run, target, one, body, frame)
                ends.append(run.state)
            run.state = join(ends)
        case Table(entries, _, True):
            for key, _ in entries:
                _round(run, target, key, body, frame, sure=True)
        case _:
            _round(run, target, Unknown(), body, frame, sure=False)


def _round(
    run: Run,
    target: ast.expr,
    value: Value,
    body: list[ast.stmt],
    frame: Frame,
    *,
    sure: bool,
) -> None:
    before = run.state.fork()
    _assign(run, target, value, frame)
    run.execute(body, frame)
    if not sure or value == Unknown() or run.state.over:
        run.state = join((before, run.state))


def _import(run: Run, names: Iterable[ast.alias], frame: Frame) -> None:
    for alias in names:
        module = run.import_module(alias.name)
        top = alias.name.partition(".")[0]
        if alias.asname:
            run.bind(alias.asname, module or Foreign(alias.name), frame)
        else:
            run.bind(top, ImportedModule(top) if module else Foreign(top), frame)


def _import_from(run: Run, node: ast.ImportFrom, frame: Frame) -> None:
    name = absolute_name(run, node.module or "", node.level, frame)
    imported = run.import_module(name) if name else None
    if imported is None:
        if name and _is_local_override(run, name):
            _from_templates(run, node, name, frame)
        else:
            for alias in node.names:
                if alias.name != "*":
                    dotted = Foreign(f"{name}.{alias.name}")
                    run.bind(alias.asname or alias.name, dotted, frame)
        return
    _bind_names(run, node.names, name, frame)


def _bind_names(run: Run, names: Iterable[ast.alias], module: str, frame: Frame) -> None:
    scope = run.state.scopes.get(module, {})
    for alias in names:
        if alias.name != "*":
            value = run.attribute(ImportedModule(module), alias.name, frame)
            run.bind(alias.asname or alias.name, value, frame)
            continue
        exported = run.resolve(scope.get("__all__", Unknown()))
        public = exported.texts() if isinstance(exported, Sequence) else None
        for key, value in list(scope.items()):
            if key in public if public is not None else not key.startswith("_"):
                run.bind(key, value, frame)


def _is_local_override(run: Run, name: str) -> bool:
    return bool(run.sources.templates(name))


def _from_templates(run: Run, node: ast.ImportFrom, name: str, frame: Frame) -> None:
    """A module that git does not have, but a template of it: it may stand there, or not."""
    start = run.state.fork()
    ends = [start]
    for path in run.sources.templates(name):
        run.state = start.fork()
        key = f"{name}@{path}"
        run.state.scopes[key] = {}
        run.run_file(path, replace(frame, path=path, module=name, scopes=(key,)))
        _bind_names(run, node.names, key, frame)
        ends.append(run.state)
    run.state = join(ends)


def absolute_name(run: Run, module: str, level: int, frame: Frame) -> str:
    """The dotted name of an import as the frame's module means it."""
    if level == 0:
        return module
    parts = frame.module.split(".")
    is_package = run.sources.modules.get(frame.module, "").endswith("__init__.py")
    drop = level - 1 if is_package else level
    base = parts[: len(parts) - drop] if drop else parts
    return ".".join([*base, *([module] if module else [])])


def _function(run: Run, node: ast.FunctionDef, frame: Frame) -> Value:
    names = {
        d.id if isinstance(d, ast.Name) else getattr(d, "attr", "") for d in node.decorator_list
    }
    if names - {"property", "cached_property", "classmethod", "staticmethod", "cache", "lru_cache"}:
        return Unknown()
    is_property = bool(names & {"property", "cached_property", "classproperty"})
    outer = tuple(s for s in frame.scopes if not s.startswith("class ")) or (frame.module,)
    return Function(node, frame.path, frame.module, node.lineno, outer, is_property)


def _class(run: Run, node: ast.ClassDef, frame: Frame) -> Value:
    bases = tuple(choice(alternatives(run.value(base, frame))) for base in node.bases)
    key = f"class {frame.module}.{node.name}:{node.lineno}"
    run.state.scopes[key] = {}
    run.execute(node.body, replace(frame, scopes=(key, *frame.scopes)))
    return Class(node.name, frame.module, bases, key)
