"""Functions that name, open, run or import another file."""

from __future__ import annotations

import ast
from collections.abc import Callable
from fnmatch import fnmatchcase
from pathlib import PurePosixPath

from transformer.settings import datafiles, statements
from transformer.settings.expressions import as_sequence
from transformer.settings.run import Frame, Run
from transformer.settings.sources import ROOT, normal
from transformer.settings.state import join
from transformer.settings.values import Choice, Constant, Foreign, Sequence, Unknown, Value, choice

Known = Callable[[Run, ast.Call, Frame], Value]


def made_path(run: Run, node: ast.Call, frame: Frame) -> Value:
    joined = os_join(run, node, frame)
    match joined:
        case Constant(str(text)):
            return Constant(PurePosixPath(text))
        case Constant(PurePosixPath()):
            return joined
    return joined


def os_join(run: Run, node: ast.Call, frame: Frame) -> Value:
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


def parent_folder(run: Run, node: ast.Call, frame: Frame) -> Value:
    match run.value(node.args[0], frame) if node.args else Unknown():
        case Constant(str() | PurePosixPath() as path):
            return Constant(str(PurePosixPath(str(path)).parent))
    return Unknown()


def normalised(run: Run, node: ast.Call, frame: Frame) -> Value:
    match run.value(node.args[0], frame) if node.args else Unknown():
        case Constant(str() | PurePosixPath() as path):
            return Constant(normal(str(path)))
    return Unknown()


def opened(run: Run, node: ast.Call, frame: Frame) -> Value:
    path = run.value(node.args[0], frame) if node.args else Unknown()
    match path:
        case Constant(str() | PurePosixPath()):
            return Foreign(f"file:{path.value}")
        case Unknown(glob):
            return Foreign(f"file:{glob}")
    return Unknown()


def _absolute(path: str) -> str:
    """A path as the run sees it: a relative one is relative to the folder it starts in."""
    return path if path.startswith("/") else str(ROOT / path)


def loader(parse: Callable[[Run, str], Value]) -> Known:
    def load(run: Run, node: ast.Call, frame: Frame) -> Value:
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


def executed(run: Run, node: ast.Call, frame: Frame) -> Value:
    source = run.value(node.args[0], frame) if node.args else Unknown()
    if isinstance(source, Foreign) and source.name.startswith("text:"):
        for path in run.sources.glob(_absolute(source.name.removeprefix("text:"))):
            run.run_file(path, frame)
    return Constant(None)


def compiled(run: Run, node: ast.Call, frame: Frame) -> Value:
    return run.value(node.args[0], frame) if node.args else Unknown()


def import_module(run: Run, node: ast.Call, frame: Frame) -> Value:
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


def optional_file(run: Run, node: ast.Call, frame: Frame) -> Value:
    return run.value(node.args[0], frame) if node.args else Unknown()


def included(run: Run, node: ast.Call, frame: Frame) -> Value:
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


def _include_one(run: Run, wanted: Value, frame: Frame, *, sure: bool) -> None:
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


def dynaconf(run: Run, node: ast.Call, frame: Frame) -> Value:
    datafiles.load_dynaconf(run, node, frame)
    return Unknown()
