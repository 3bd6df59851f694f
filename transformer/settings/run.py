"""What a symbolic run is made of: frames, names, modules, and the state that it has reached.

What expressions, statements and calls do stands above, in modules that take a :class:`Run`.
"""

from __future__ import annotations

import ast
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath

from transformer.settings.sources import ROOT, Sources
from transformer.settings.state import State, join
from transformer.settings.values import (
    Class,
    Constant,
    Foreign,
    ImportedModule,
    Place,
    Reference,
    Undefined,
    Unknown,
    Value,
    alternatives,
    choice,
    is_large,
)

MAX_STATEMENTS = 60_000
MAX_DEPTH = 40


@dataclass(frozen=True)
class Frame:
    """Where code runs: its file, its ``__name__``, and the scopes it sees, innermost first."""

    path: str
    module: str
    scopes: tuple[str, ...]
    returns: list[tuple[State, Value]] | None = field(default=None, compare=False)
    owner: Class | None = field(default=None, compare=False)


class TooLarge(Exception):
    """The run takes more statements than settings should, or makes larger values."""


def bounded(value: Value) -> Value:
    """The value. Raises TooLarge."""
    if is_large(value):
        raise TooLarge
    return value


class Run(ABC):
    """One symbolic run; :attr:`state` is what is known at the statement that it has reached."""

    def __init__(self, sources: Sources) -> None:
        self.sources = sources
        self.state = State()
        self.statements = 0
        self.depth = 0
        self.active: list[str] = []
        self.sealed: dict[str, Value] | None = None

    # Code

    def import_module(self, name: str) -> Value | None:
        """The module after its import; None where the project has no such module."""
        parent = name.rpartition(".")[0]
        if parent:
            self.import_module(parent)
        if name in self.state.scopes:
            if known := self.sources.modules.get(name):
                # A branch may have been the only one to read it; now every run has.
                self.state.read[known] = True
            return ImportedModule(name)
        if path := self.sources.modules.get(name):
            self.state.scopes[name] = {}
            self.run_file(path, Frame(path, name, (name,)))
            return ImportedModule(name)
        return ImportedModule(name) if name in self.sources.packages else None

    def run_file(self, path: str, frame: Frame) -> None:
        """Execute a file of the project in the frame's scopes."""
        self.state.read.setdefault(path, True)
        tree = self.sources.parse(path)
        if tree is None or path in self.active or self.depth > MAX_DEPTH:
            return
        self.active.append(path)
        self.depth += 1
        self.execute(tree.body, replace(frame, path=path))
        self.depth -= 1
        self.active.pop()

    def execute(self, body: Iterable[ast.stmt], frame: Frame) -> None:
        for statement in body:
            if self.state.over:
                return
            self.statements += 1
            if self.statements > MAX_STATEMENTS:
                raise TooLarge
            self.execute_one(statement, frame)

    @abstractmethod
    def execute_one(self, statement: ast.stmt, frame: Frame) -> None:
        """Do to the state what a statement does."""

    def branches(self, runs: Iterable[tuple[list[ast.stmt], Frame]]) -> None:
        """Execute each body from the present state, then go on with what they have in common."""
        start = self.state
        ends = []
        for body, frame in runs:
            self.state = start.fork()
            self.execute(body, frame)
            ends.append(self.state)
        self.state = join(ends)

    # Values

    @abstractmethod
    def evaluate(self, node: ast.expr | None, frame: Frame) -> Value:
        """The value of an expression; lists and dicts as references to the heap."""

    def value(self, node: ast.expr | None, frame: Frame) -> Value:
        """The value with references followed."""
        return self.resolve(self.evaluate(node, frame))

    # An argument may contain a call, and a call replaces the state: these look at the new one.

    def resolve(self, value: Value) -> Value:
        return self.state.resolve(value)

    def allocate(self, value: Value) -> Reference:
        return self.state.allocate(bounded(value))

    @abstractmethod
    def call(self, node: ast.Call, frame: Frame) -> Value:
        """What a call gives; what it does is in the state afterwards."""

    def place(self, node: ast.expr | ast.stmt, frame: Frame) -> Place:
        end_line = node.end_lineno or node.lineno
        end_column = node.end_col_offset or node.col_offset
        return Place(frame.path, node.lineno, node.col_offset, end_line, end_column)

    # Names

    def lookup(self, name: str, frame: Frame) -> Value:
        for key in frame.scopes:
            scope = self.state.scopes.get(key, {})
            if name in scope and scope[name] != Undefined():
                return scope[name]
        match name:
            case "__file__":
                return Constant(str(ROOT / frame.path))
            case "__name__":
                return Constant(frame.module)
            case "__package__":
                path = self.sources.modules.get(frame.module, "")
                is_package = path.endswith("__init__.py")
                return Constant(frame.module if is_package else frame.module.rpartition(".")[0])
        return Foreign(f"builtins.{name}") if name in BUILTINS else Unknown()

    def bind(self, name: str, value: Value, frame: Frame) -> None:
        self.state.scopes.setdefault(frame.scopes[0], {})[name] = bounded(value)

    def attribute(self, owner: Value, name: str, frame: Frame) -> Value:
        """``owner.name``, for modules, classes and names of packages outside the project."""
        found = [self._attribute(one, name, frame) for one in alternatives(owner)]
        return choice(found)

    def _attribute(self, owner: Value, name: str, frame: Frame) -> Value:
        match owner:
            case ImportedModule(module):
                scope = self.state.scopes.get(module, {})
                if name in scope:
                    return scope[name]
                return self.import_module(f"{module}.{name}") or Unknown()
            case Class():
                return self.class_attribute(owner, name, frame)
            case Foreign(dotted):
                return Foreign(f"{dotted}.{name}")
            case Constant(PurePosixPath() as path):
                match name:
                    case "parent":
                        return Constant(path.parent)
                    case "name" | "stem" | "suffix":
                        return Constant(getattr(path, name))
        return Unknown()

    @abstractmethod
    def item(self, owner: Value, key: Value) -> Value:
        """``owner[key]``; ``globals()`` and ``locals()`` are the scope they came from."""

    @abstractmethod
    def class_attribute(self, owner: Class, name: str, frame: Frame) -> Value:
        """An attribute of a class or of its bases; a property is called."""

    def ancestry(self, owner: Class) -> Iterator[Class]:
        """The class and its bases, in the order of attribute look-up (depth first)."""
        yield owner
        for base in owner.bases:
            for one in alternatives(base):
                if isinstance(one, Class):
                    yield from self.ancestry(one)


BUILTINS = frozenset(
    {"list", "tuple", "set", "frozenset", "dict", "sorted", "reversed", "globals", "locals", "vars"}
    | {"open", "exec", "compile", "str", "getattr", "super", "__import__"}
)
