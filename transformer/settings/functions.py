"""The functions of Python and of common packages that settings modules build lists with."""

from __future__ import annotations

import ast
from dataclasses import replace

from transformer.settings import datafiles
from transformer.settings.expressions import add_values, as_sequence, pairwise, unknown_part
from transformer.settings.methods import merged_table
from transformer.settings.reading import (
    Known,
    compiled,
    dynaconf,
    executed,
    import_module,
    included,
    loader,
    made_path,
    normalised,
    opened,
    optional_file,
    os_join,
    parent_folder,
)
from transformer.settings.run import Frame, Run
from transformer.settings.values import (
    Choice,
    Constant,
    Foreign,
    ImportedModule,
    Sequence,
    Table,
    Undefined,
    Unknown,
    Value,
    alternatives,
    choice,
)


def _copied(kind: str) -> Known:
    def copied(run: Run, node: ast.Call, frame: Frame) -> Value:
        if not node.args:
            return run.allocate(Sequence((), kind))
        source = as_sequence(run.value(node.args[0], frame))
        copies = [replace(s, kind=kind) for s in alternatives(source) if isinstance(s, Sequence)]
        value = choice(copies)
        return value if kind == "tuple" else run.allocate(value)

    return copied


def _chained(run: Run, node: ast.Call, frame: Frame) -> Value:
    total: Value = Sequence((), "tuple")
    for argument in node.args:
        if isinstance(argument, ast.Starred):
            return Sequence(unknown_part())
        total = pairwise(add_values, total, as_sequence(run.value(argument, frame)))
    return total


def _dict(run: Run, node: ast.Call, frame: Frame) -> Value:
    arguments = [run.evaluate(one, frame) for one in node.args]
    return run.allocate(merged_table(run, Table(()), arguments, node, frame))


def _scope(run: Run, node: ast.Call, frame: Frame) -> Value:
    if not node.args:
        return Foreign(f"scope:{frame.scopes[0]}")
    match run.value(node.args[0], frame):
        case ImportedModule(name):
            return Foreign(f"scope:{name}")
        case Choice(values):
            known = [Foreign(f"scope:{v.name}") for v in values if isinstance(v, ImportedModule)]
            return choice([*known, Unknown()])
    return Unknown()


def _environment(run: Run, node: ast.Call, frame: Frame) -> Value:
    if len(node.args) > 1:
        return choice((run.evaluate(node.args[1], frame), Unknown()))
    return default_of(run, node, frame)


def _getattr(run: Run, node: ast.Call, frame: Frame) -> Value:
    if len(node.args) < 2:
        return Unknown()
    owner, name = run.value(node.args[0], frame), run.value(node.args[1], frame)
    if not isinstance(name, Constant) or not isinstance(name.value, str):
        return Unknown()
    found = run.attribute(owner, name.value, frame)
    if len(node.args) > 2 and found in (Unknown(), Undefined()):
        return choice((run.evaluate(node.args[2], frame), found))
    return found


def _exit(run: Run, node: ast.Call, frame: Frame) -> Value:
    run.state.over = True
    return Unknown()


def _super(run: Run, node: ast.Call, frame: Frame) -> Value:
    if frame.owner is None:
        return Unknown()
    return replace(frame.owner, scope="")


def _first(run: Run, node: ast.Call, frame: Frame) -> Value:
    return run.evaluate(node.args[0], frame) if node.args else Unknown()


def _copy(run: Run, node: ast.Call, frame: Frame) -> Value:
    value = run.value(node.args[0], frame) if node.args else Unknown()
    return run.allocate(value) if isinstance(value, Sequence | Table) else value


def default_of(run: Run, node: ast.Call, frame: Frame) -> Value:
    """What an unknown function returns: its ``default``, where it has one, or something else."""
    for keyword in node.keywords:
        if keyword.arg == "default":
            return choice((run.evaluate(keyword.value, frame), Unknown()))
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
    "builtins.open": opened,
    "builtins.exec": executed,
    "builtins.compile": compiled,
    "builtins.getattr": _getattr,
    "builtins.super": _super,
    "builtins.str": _first,
    "builtins.__import__": import_module,
    "importlib.import_module": import_module,
    "io.open": opened,
    "copy.*copy": _copy,
    "sys.exit": _exit,
    "pathlib.*Path": made_path,
    "environ.Path": made_path,
    "unipath.Path": made_path,
    "os.path.join": os_join,
    "os.path.dirname": parent_folder,
    "os.path.abspath": normalised,
    "os.path.realpath": normalised,
    "os.path.normpath": normalised,
    "os.environ.get": _environment,
    "os.getenv": _environment,
    "split_settings.tools.include": included,
    "split_settings.tools.optional": optional_file,
    "json.load*": loader(datafiles.load_json),
    "yaml.*load*": loader(datafiles.load_yaml),
    "toml.load*": loader(datafiles.load_toml),
    "tomli.load*": loader(datafiles.load_toml),
    "tomllib.load*": loader(datafiles.load_toml),
    "rtoml.load*": loader(datafiles.load_toml),
    "dynaconf.*Dynaconf": dynaconf,
}
