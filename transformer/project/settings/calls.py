"""What a call gives and does, for the functions that settings modules use."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from dataclasses import replace
from fnmatch import fnmatchcase
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from transformer.project.settings import datafiles, statements
from transformer.project.settings.expressions import as_sequence, divide, pairwise, unknown_part
from transformer.project.settings.sources import ROOT, normal
from transformer.project.settings.state import join
from transformer.project.settings.values import (
    Choice,
    Class,
    Constant,
    Foreign,
    Function,
    Module,
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

if TYPE_CHECKING:
    from transformer.project.settings.interpreter import Frame, Interpreter

DEEPEST_CALL = 8


def call(run: Interpreter, node: ast.Call, frame: Frame) -> Value:
    if isinstance(node.func, ast.Attribute):
        owner = run.evaluate(node.func.value, frame)
        result = _method(run, owner, node.func.attr, node, frame)
        if result is not None:
            return result
    function = run.value(node.func, frame)
    return choice(_call(run, one, node, frame) for one in alternatives(function))


def _call(run: Interpreter, function: Value, node: ast.Call, frame: Frame) -> Value:
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
    return _default(run, node, frame)


def call_function(
    run: Interpreter,
    function: Function,
    arguments: list[Value],
    named: Mapping[str, Value],
    owner: Class | None,
) -> Value:
    """What a function of the project returns: its body is executed symbolically."""
    from transformer.project.settings.interpreter import Frame

    if run.depth > DEEPEST_CALL:
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


def _default(run: Interpreter, node: ast.Call, frame: Frame) -> Value:
    """What an unknown function returns: its ``default``, where it has one, or something else."""
    for keyword in node.keywords:
        if keyword.arg == "default":
            return choice((run.evaluate(keyword.value, frame), Unknown()))
    return Unknown()


def _may_change(run: Interpreter, value: Value) -> None:
    """A list given to a function that is not known may come back longer."""
    if isinstance(value, Reference):
        known = run.state.heap[value.address]
        if isinstance(known, Sequence):
            maybe = replace(unknown_part()[0], sure=False)
            run.state.heap[value.address] = replace(known, segments=(*known.segments, maybe))


def _method(
    run: Interpreter, owner: Value, name: str, node: ast.Call, frame: Frame
) -> Value | None:
    """A method of a list, dict, text or path; None where the owner is something else."""
    resolved = run.resolve(owner)
    match resolved:
        case Sequence():
            return _sequence_method(run, owner, resolved, name, node, frame)
        case Table():
            return _table_method(run, owner, resolved, name, node, frame)
        case Choice(values):
            found = [_method(run, one, name, node, frame) for one in values]
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
    run: Interpreter, owner: Value, known: Sequence, name: str, node: ast.Call, frame: Frame
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
        run.state.heap[owner.address] = replace(known, segments=after)
    return Constant(None)


def _same(one: Value, two: Value) -> bool:
    return isinstance(one, Constant) and isinstance(two, Constant) and one.value == two.value


def _table_method(
    run: Interpreter, owner: Value, known: Table, name: str, node: ast.Call, frame: Frame
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
            merged = _merged(run, known, arguments, node, frame)
            run.state.heap[owner.address] = merged
            return Constant(None)
        case "copy", []:
            return run.allocate(known)
    return Unknown()


def _merged(
    run: Interpreter, known: Table, arguments: list[Value], node: ast.Call, frame: Frame
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


def _text_method(run: Interpreter, text: str, name: str, node: ast.Call, frame: Frame) -> Value:
    arguments = [run.value(one, frame) for one in node.args]
    plain = [a.value for a in arguments if isinstance(a, Constant)]
    if len(plain) == len(arguments) and not node.keywords:
        if name in ("strip", "lower", "upper", "title", "capitalize", "replace", "rstrip"):
            return Constant(getattr(text, name)(*plain))
        if name in ("split", "splitlines"):
            parts = tuple(Constant(part) for part in getattr(text, name)(*plain))
            return Sequence((Segment(parts),))
        if name == "format":
            try:
                return Constant(text.format(*plain))
            except (IndexError, KeyError, ValueError):
                return Unknown()
    return Unknown()


def _path_method(
    run: Interpreter, path: PurePosixPath, name: str, node: ast.Call, frame: Frame
) -> Value:
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


def _update_scope(run: Interpreter, key: str, node: ast.Call, frame: Frame) -> None:
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


def _names(run: Interpreter, value: Value) -> dict[str, Value]:
    """The names that a dict, or the ``globals()`` of a module, holds."""
    match value:
        case Table(entries):
            return {str(k.value): v for k, v in entries if isinstance(k, Constant)}
        case Foreign(name) if name.startswith("scope:"):
            source = run.state.scopes.get(name.removeprefix("scope:"), {})
            return {k: v for k, v in source.items() if not k.startswith("__")}
    return {}


# Functions of packages outside the project

Known = Callable[["Interpreter", ast.Call, "Frame"], Value]


def _foreign(run: Interpreter, name: str, node: ast.Call, frame: Frame) -> Value:
    for pattern, function in KNOWN.items():
        if fnmatchcase(name, pattern):
            return function(run, node, frame)
    if name.rpartition(".")[2] in ("list", "tuple") and len(node.args) > 1 and not node.keywords:
        return choice((run.evaluate(node.args[1], frame), Unknown()))
    for argument in node.args:
        _may_change(run, run.evaluate(argument, frame))
    return _default(run, node, frame)


def _copied(kind: str) -> Known:
    def copied(run: Interpreter, node: ast.Call, frame: Frame) -> Value:
        if not node.args:
            return run.allocate(Sequence((), kind))
        source = as_sequence(run.value(node.args[0], frame))
        copies = [replace(s, kind=kind) for s in alternatives(source) if isinstance(s, Sequence)]
        value = choice(copies)
        return value if kind == "tuple" else run.allocate(value)

    return copied


def _chained(run: Interpreter, node: ast.Call, frame: Frame) -> Value:
    total: Value = Sequence((), "tuple")
    for argument in node.args:
        if isinstance(argument, ast.Starred):
            return Sequence(unknown_part())
        more = as_sequence(run.value(argument, frame))
        if not isinstance(more, Sequence) or not isinstance(total, Sequence):
            return Sequence(unknown_part())
        total = Sequence((*total.segments, *more.segments), "tuple")
    return total


def _dict(run: Interpreter, node: ast.Call, frame: Frame) -> Value:
    arguments = [run.evaluate(one, frame) for one in node.args]
    return run.allocate(_merged(run, Table(()), arguments, node, frame))


def _scope(run: Interpreter, node: ast.Call, frame: Frame) -> Value:
    if not node.args:
        return Foreign(f"scope:{frame.scopes[0]}")
    match run.value(node.args[0], frame):
        case Module(name):
            return Foreign(f"scope:{name}")
        case Choice(values):
            known = [Foreign(f"scope:{v.name}") for v in values if isinstance(v, Module)]
            return choice([*known, Unknown()])
    return Unknown()


def _open(run: Interpreter, node: ast.Call, frame: Frame) -> Value:
    path = run.value(node.args[0], frame) if node.args else Unknown()
    match path:
        case Constant(str() | PurePosixPath()):
            return Foreign(f"file:{path.value}")
        case Unknown(glob):
            return Foreign(f"file:{glob}")
    return Unknown()


def _load(parse: Callable[[Interpreter, str], Value]) -> Known:
    def load(run: Interpreter, node: ast.Call, frame: Frame) -> Value:
        source = run.value(node.args[0], frame) if node.args else Unknown()
        if isinstance(source, Constant) and isinstance(source.value, str | PurePosixPath):
            source = Foreign(f"file:{source.value}")
        if not isinstance(source, Foreign) or not source.name.startswith(("file:", "text:")):
            return Unknown()
        found = run.sources.glob(_absolute(source.name[5:]))
        values: list[Value] = []
        for path in found:
            run.state.read.setdefault(path, len(found) == 1)
            values.append(parse(run, path))
        return choice(values) if values else Unknown()

    return load


def _absolute(path: str) -> str:
    """A path as the run sees it: a relative one is relative to the folder it starts in."""
    return path if path.startswith("/") else str(ROOT / path)


def _exec(run: Interpreter, node: ast.Call, frame: Frame) -> Value:
    source = run.value(node.args[0], frame) if node.args else Unknown()
    if isinstance(source, Foreign) and source.name.startswith("text:"):
        for path in run.sources.glob(_absolute(source.name.removeprefix("text:"))):
            run.run_file(path, frame)
    return Constant(None)


def _compile(run: Interpreter, node: ast.Call, frame: Frame) -> Value:
    return run.value(node.args[0], frame) if node.args else Unknown()


def _path(run: Interpreter, node: ast.Call, frame: Frame) -> Value:
    joined = _os_join(run, node, frame)
    match joined:
        case Constant(str(text)):
            return Constant(PurePosixPath(text))
        case Constant(PurePosixPath()):
            return joined
    return joined


def _os_join(run: Interpreter, node: ast.Call, frame: Frame) -> Value:
    parts = [run.value(one, frame) for one in node.args]
    text: list[str] = []
    exact = True
    for part in parts:
        match part:
            case Constant(str() | PurePosixPath()):
                text.append(str(part.value))
            case Unknown(glob):
                exact = False
                text.append(glob)
            case _:
                return Unknown()
    joined = str(PurePosixPath(*text)) if text else "."
    return Constant(joined) if exact else Unknown(joined)


def _dirname(run: Interpreter, node: ast.Call, frame: Frame) -> Value:
    match run.value(node.args[0], frame) if node.args else Unknown():
        case Constant(str() | PurePosixPath() as path):
            return Constant(str(PurePosixPath(str(path)).parent))
    return Unknown()


def _normal(run: Interpreter, node: ast.Call, frame: Frame) -> Value:
    match run.value(node.args[0], frame) if node.args else Unknown():
        case Constant(str() | PurePosixPath() as path):
            return Constant(normal(str(path)))
    return Unknown()


def _environment(run: Interpreter, node: ast.Call, frame: Frame) -> Value:
    if len(node.args) > 1:
        return choice((run.evaluate(node.args[1], frame), Unknown()))
    return _default(run, node, frame)


def _import_module(run: Interpreter, node: ast.Call, frame: Frame) -> Value:
    match run.value(node.args[0], frame) if node.args else Unknown():
        case Constant(str(name)):
            level = len(name) - len(name.lstrip("."))
            absolute = statements.absolute_name(run, name.lstrip("."), level, frame)
            return run.import_module(absolute) or Unknown()
        case Unknown(glob) if glob.strip("*."):
            names = [name for name in run.sources.modules if fnmatchcase(name, glob)]
            start, ends, found = run.state, [], []
            for name in sorted(names):
                run.state = start.fork()
                found.append(run.import_module(name) or Unknown())
                ends.append(run.state)
            run.state = join([*ends, start]) if not ends else join(ends)
            return choice(found) if found else Unknown()
    return Unknown()


def _getattr(run: Interpreter, node: ast.Call, frame: Frame) -> Value:
    if len(node.args) < 2:
        return Unknown()
    owner, name = run.value(node.args[0], frame), run.value(node.args[1], frame)
    if not isinstance(name, Constant) or not isinstance(name.value, str):
        return Unknown()
    found = run.attribute(owner, name.value, frame)
    if len(node.args) > 2 and found in (Unknown(), Undefined()):
        return choice((run.evaluate(node.args[2], frame), found))
    return found


def _exit(run: Interpreter, node: ast.Call, frame: Frame) -> Value:
    run.state.over = True
    return Unknown()


def _super(run: Interpreter, node: ast.Call, frame: Frame) -> Value:
    if frame.owner is None:
        return Unknown()
    return replace(frame.owner, scope="")


def _first(run: Interpreter, node: ast.Call, frame: Frame) -> Value:
    return run.evaluate(node.args[0], frame) if node.args else Unknown()


def _copy(run: Interpreter, node: ast.Call, frame: Frame) -> Value:
    value = run.value(node.args[0], frame) if node.args else Unknown()
    return run.allocate(value) if isinstance(value, Sequence | Table) else value


def _optional(run: Interpreter, node: ast.Call, frame: Frame) -> Value:
    return run.value(node.args[0], frame) if node.args else Unknown()


def _include(run: Interpreter, node: ast.Call, frame: Frame) -> Value:
    """``include`` of django-split-settings: each file runs in the scope of the one that asks."""
    for argument in node.args:
        if isinstance(argument, ast.Starred):
            parts = as_sequence(run.value(argument.value, frame))
            if isinstance(parts, Sequence):
                for segment in parts.segments:
                    for element in segment.elements:
                        _include_one(run, element, frame, sure=segment.sure)
        else:
            _include_one(run, run.value(argument, frame), frame, sure=True)
    return Constant(None)


def _include_one(run: Interpreter, wanted: Value, frame: Frame, *, sure: bool) -> None:
    match run.resolve(wanted):
        case Constant(str() | PurePosixPath() as path):
            pattern, every = str(path), True
        case Unknown(glob):
            pattern, every = glob, False
        case Choice(values):
            start, ends = run.state, []
            for one in values:
                run.state = start.fork()
                _include_one(run, one, frame, sure=sure)
                ends.append(run.state)
            run.state = join(ends)
            return
        case _:
            return
    folder = (ROOT / frame.path).parent
    if not pattern.strip("*/"):
        return
    found = [p for p in run.sources.glob(str(folder / pattern)) if p not in run.active]
    before, ends = run.state.fork(), []
    for path in found:
        if not every:
            run.state = before.fork()
        run.run_file(path, frame)
        ends.append(run.state)
    if not every and ends:
        run.state = join(ends)
    if not sure:
        run.state = join((before, run.state))


def _dynaconf(run: Interpreter, node: ast.Call, frame: Frame) -> Value:
    datafiles.load_dynaconf(run, node, frame)
    return Unknown()


KNOWN: dict[str, Known] = {
    "builtins.list": _copied("list"),
    "builtins.sorted": _copied("list"),
    "builtins.reversed": _copied("list"),
    "builtins.tuple": _copied("tuple"),
    "builtins.set": _copied("set"),
    "builtins.frozenset": _copied("set"),
    "builtins.dict": _dict,
    "builtins.dict.fromkeys": _copied("list"),
    "collections.OrderedDict.fromkeys": _copied("list"),
    "itertools.chain": _chained,
    "builtins.globals": _scope,
    "builtins.locals": _scope,
    "builtins.vars": _scope,
    "builtins.open": _open,
    "builtins.exec": _exec,
    "builtins.compile": _compile,
    "builtins.getattr": _getattr,
    "builtins.super": _super,
    "builtins.str": _first,
    "builtins.__import__": _import_module,
    "importlib.import_module": _import_module,
    "io.open": _open,
    "copy.*copy": _copy,
    "sys.exit": _exit,
    "pathlib.*Path": _path,
    "environ.Path": _path,
    "unipath.Path": _path,
    "os.path.join": _os_join,
    "os.path.dirname": _dirname,
    "os.path.abspath": _normal,
    "os.path.realpath": _normal,
    "os.path.normpath": _normal,
    "os.environ.get": _environment,
    "os.getenv": _environment,
    "split_settings.tools.include": _include,
    "split_settings.tools.optional": _optional,
    "json.load*": _load(datafiles.load_json),
    "yaml.*load*": _load(datafiles.load_yaml),
    "toml.load*": _load(datafiles.load_toml),
    "tomli.load*": _load(datafiles.load_toml),
    "tomllib.load*": _load(datafiles.load_toml),
    "rtoml.load*": _load(datafiles.load_toml),
    "dynaconf.*Dynaconf": _dynaconf,
}
