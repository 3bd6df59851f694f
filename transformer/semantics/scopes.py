"""Scopes and bindings of one module, by Python's own rules, in one walk over its ``ast``.

The walk is iterative, so that deeply nested expressions do not meet the recursion limit. Names are
bound and looked up as the language reference says (section 4.2, "Naming and binding"): class
bodies, comprehensions, ``global``/``nonlocal``, type parameters and walrus targets included.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, TypeAlias

Kind = Literal["module", "class", "function", "comprehension", "type"]
Function: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef
Comprehension: TypeAlias = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp
Block: TypeAlias = tuple[tuple[int, str], ...]
"""Where a statement stands inside its scope: the compound statements around it, with the branch."""

BRANCHING = (ast.If, ast.For, ast.AsyncFor, ast.While, ast.Try, ast.Match) + (
    (ast.TryStar,) if hasattr(ast, "TryStar") else ()
)


FOLLOWED = (ast.Name, ast.Attribute, ast.Call, ast.IfExp)
"""The values whose meaning is worked out."""
_NOWHERE = ast.Pass()


@dataclass(eq=False)
class Binding:
    """One place that gives a name its value.

    ``kind`` is ``from`` (``module`` and ``name`` say what), ``import`` (``module`` is what the name
    then means), ``assign`` (``value`` is the expression), ``class``, ``def``, ``del``, or ``other``
    for what cannot be followed: parameters, loop targets, unpacking.
    """

    kind: Literal["from", "import", "assign", "class", "def", "del", "other"]
    node: ast.AST
    at: tuple[int, int]
    block: Block
    module: str = ""
    name: str = ""
    value: ast.expr | None = None

    def dominates(self, block: Block) -> bool:
        """Whether code in ``block``, further down, runs only after this binding."""
        return block[: len(self.block)] == self.block

    def exported(self) -> Binding:
        """The same without the tree, but for a value that can be followed."""
        if self.kind in ("from", "import"):
            return self
        value = self.value if isinstance(self.value, FOLLOWED) else None
        return Binding(self.kind, _NOWHERE, self.at, self.block, self.module, self.name, value)


@dataclass(eq=False)
class Scope:
    kind: Kind
    parent: Scope | None
    name: str = ""
    bindings: dict[str, list[Binding]] = field(default_factory=dict)
    stars: list[str] = field(default_factory=list)
    declared: dict[str, Scope] = field(default_factory=dict)

    def bind(self, name: str, binding: Binding) -> None:
        self.declared.get(name, self).bindings.setdefault(name, []).append(binding)

    def exported(self) -> Scope:
        """The same names without the tree, and of what they are given only what can be followed."""
        bindings = {
            name: [binding.exported() for binding in each] for name, each in self.bindings.items()
        }
        return Scope(self.kind, None, self.name, bindings, self.stars)

    @cached_property
    def imported(self) -> dict[tuple[str, str], list[tuple[str, Binding]]]:
        """Its ``from … import`` by module and name: what each is called here, and the binding."""
        found: dict[tuple[str, str], list[tuple[str, Binding]]] = {}
        for local, bindings in self.bindings.items():
            for binding in bindings:
                if binding.kind == "from":
                    key = binding.module, binding.name
                    found.setdefault(key, []).append((local, binding))
        return found

    @property
    def module(self) -> Scope:
        scope = self
        while scope.parent is not None:
            scope = scope.parent
        return scope


@dataclass(eq=False)
class Analysis:
    """A parsed module: ``scopes`` and ``blocks`` say where each ``ast.Name`` is looked up.

    ``importing`` are the scopes that hold a ``from … import``, in the order of the file.
    """

    tree: ast.Module
    module: Scope
    parents: dict[ast.AST, ast.AST]
    scopes: dict[ast.Name, Scope]
    blocks: dict[ast.Name, Block]
    importing: list[Scope]

    def scope_of(self, node: ast.AST) -> Scope:
        """The scope whose names the expression ``node`` sees."""
        for child in ast.walk(node):
            if isinstance(child, ast.Name):
                return self.scopes[child]
        return self.module

    def ancestors(self, node: ast.AST) -> Iterator[ast.AST]:
        """From the parent of ``node`` up to the module."""
        parent = self.parents.get(node)
        while parent is not None:
            yield parent
            parent = self.parents.get(parent)


def resolve_relative(module: str | None, level: int, package: str) -> str:
    """The absolute name behind the dots of ``from ..x import y`` inside ``package``."""
    if not level:
        return module or ""
    parts = package.split(".") if package else []
    kept = parts[: len(parts) - (level - 1)] if level > 1 else parts
    return ".".join([*kept, *([module] if module else [])])


def analyse(tree: ast.Module, package: str) -> Analysis:
    """Scopes of ``tree``; ``package`` is what its relative imports start from."""
    builder = _ScopeBuilder(tree, package)
    builder.run()
    return builder.analysis


# What holds no code: plain values, and the marks of what an expression is for.
_PLAIN = frozenset(
    ["ctx", "op", "ops", "id", "attr", "arg", "kind", "type_comment", "simple", "conversion"]
)


class _Fields(dict[type[ast.AST], tuple[str, ...]]):
    """For each type of node the fields that can hold other nodes, the last first."""

    def __missing__(self, kind: type[ast.AST]) -> tuple[str, ...]:
        self[kind] = tuple(name for name in reversed(kind._fields) if name not in _PLAIN)
        return self[kind]


_FIELDS = _Fields()


class _ScopeBuilder:
    def __init__(self, tree: ast.Module, package: str) -> None:
        module = Scope("module", None)
        self.package = package
        self.analysis = Analysis(tree, module, {}, {}, {}, [])
        self.stack: list[tuple[ast.AST, ast.AST | None, Scope, Block]] = [(tree, None, module, ())]

    def run(self) -> None:
        parents = self.analysis.parents
        special = {
            ast.Name: self.name,
            ast.Import: self.import_,
            ast.ImportFrom: self.import_from,
            ast.FunctionDef: self.function,
            ast.AsyncFunctionDef: self.function,
            ast.Lambda: self.lambda_,
            ast.ClassDef: self.class_,
            ast.ListComp: self.comprehension,
            ast.SetComp: self.comprehension,
            ast.DictComp: self.comprehension,
            ast.GeneratorExp: self.comprehension,
            ast.ExceptHandler: self.handler,
            ast.Global: self.global_,
            ast.Nonlocal: self.nonlocal_,
            ast.MatchAs: self.capture,
            ast.MatchStar: self.capture,
            ast.MatchMapping: self.capture,
        }
        stack, branching = self.stack, BRANCHING
        while stack:
            node, parent, scope, block = stack.pop()
            if parent is not None:
                parents[node] = parent
            visit = special.get(type(node))
            if type(node) is ast.Constant:
                continue
            if visit is not None:
                visit(node, scope, block)  # type: ignore[operator]
            elif isinstance(node, branching):
                self.branch(node, scope, block)
            else:
                self.children(node, scope, block)

    def children(self, node: ast.AST, scope: Scope, block: Block) -> None:
        push = self.stack.append
        for name in _FIELDS[type(node)]:
            value = getattr(node, name, None)
            if isinstance(value, list):
                for item in reversed(value):
                    if isinstance(item, ast.AST):
                        push((item, node, scope, block))
            elif isinstance(value, ast.AST):
                push((value, node, scope, block))

    def push(self, node: ast.AST, parts: list[ast.AST], scope: Scope, block: Block) -> None:
        self.stack.extend((part, node, scope, block) for part in reversed(parts))

    def branch(self, node: ast.AST, scope: Scope, block: Block) -> None:
        push = self.stack.append
        for name in reversed(node._fields):
            value = getattr(node, name)
            if isinstance(value, ast.AST):
                push((value, node, scope, block))
            elif isinstance(value, list):
                # A ``finally`` always runs; every handler and case is a branch of its own.
                for index, item in reversed(list(enumerate(value))):
                    inner = block if name == "finalbody" else (*block, (id(node), name))
                    if name in ("handlers", "cases"):
                        inner = (*block, (id(node), f"{name}{index}"))
                    push((item, node, scope, inner))

    def name(self, node: ast.Name, scope: Scope, block: Block) -> None:
        self.analysis.scopes[node] = scope
        self.analysis.blocks[node] = block
        if isinstance(node.ctx, ast.Load):
            return
        parent = self.analysis.parents[node]
        at = (node.lineno, node.col_offset)
        if isinstance(node.ctx, ast.Del):
            scope.bind(node.id, Binding("del", node, at, block))
        elif isinstance(parent, ast.Assign) and node in parent.targets:
            scope.bind(node.id, Binding("assign", parent, _end(parent), block, value=parent.value))
        elif isinstance(parent, ast.AnnAssign):
            if parent.value is not None:
                binding = Binding("assign", parent, _end(parent), block, value=parent.value)
                scope.bind(node.id, binding)
        elif isinstance(parent, ast.NamedExpr):
            target = scope
            while target.kind == "comprehension" and target.parent is not None:
                target = target.parent
            target.bind(node.id, Binding("assign", parent, at, block, value=parent.value))
        else:
            scope.bind(node.id, Binding("other", node, at, block))

    def import_(self, node: ast.Import, scope: Scope, block: Block) -> None:
        at = (node.lineno, node.col_offset)
        for alias in node.names:
            self.analysis.parents[alias] = node
            if alias.asname:
                scope.bind(alias.asname, Binding("import", alias, at, block, module=alias.name))
            else:
                top = alias.name.partition(".")[0]
                binding = Binding("import", alias, at, block, module=top, name=alias.name)
                scope.bind(top, binding)

    def import_from(self, node: ast.ImportFrom, scope: Scope, block: Block) -> None:
        module = resolve_relative(node.module, node.level, self.package)
        for bound in (scope, *scope.declared.values()):
            if bound not in self.analysis.importing:
                self.analysis.importing.append(bound)
        at = (node.lineno, node.col_offset)
        for alias in node.names:
            self.analysis.parents[alias] = node
            if alias.name == "*":
                scope.stars.append(module)
            else:
                binding = Binding("from", alias, at, block, module=module, name=alias.name)
                scope.bind(alias.asname or alias.name, binding)

    def function(self, node: Function, scope: Scope, block: Block) -> None:
        scope.bind(node.name, Binding("def", node, (node.lineno, node.col_offset), block))
        outer = self.type_parameters(node, scope, block)
        inner = Scope("function", outer, node.name)
        self.push(node, [*node.body], inner, ())
        self.arguments(node, node.args, outer, inner, block)
        if node.returns:
            self.push(node, [node.returns], outer, block)
        self.push(node, [*node.decorator_list], scope, block)

    def lambda_(self, node: ast.Lambda, scope: Scope, block: Block) -> None:
        inner = Scope("function", scope, "<lambda>")
        self.push(node, [node.body], inner, ())
        self.arguments(node, node.args, scope, inner, block)

    def arguments(
        self, node: ast.AST, args: ast.arguments, scope: Scope, inner: Scope, block: Block
    ) -> None:
        parents = self.analysis.parents
        parents[args] = node
        names = [*args.posonlyargs, *args.args, *args.kwonlyargs]
        names += [arg for arg in (args.vararg, args.kwarg) if arg]
        for arg in names:
            parents[arg] = args
            at = (arg.lineno, arg.col_offset)
            inner.bind(arg.arg, Binding("other", arg, at, ()))
            if arg.annotation:
                self.push(arg, [arg.annotation], scope, block)
        defaults = [d for d in (*args.defaults, *args.kw_defaults) if d is not None]
        self.push(args, [*defaults], scope, block)

    def class_(self, node: ast.ClassDef, scope: Scope, block: Block) -> None:
        scope.bind(node.name, Binding("class", node, _end(node), block, name=node.name))
        outer = self.type_parameters(node, scope, block)
        self.push(node, [*node.body], Scope("class", outer, node.name), ())
        self.push(node, [*node.bases, *node.keywords], outer, block)
        self.push(node, [*node.decorator_list], scope, block)

    def type_parameters(self, node: ast.AST, scope: Scope, block: Block) -> Scope:
        parameters: list[ast.AST] = getattr(node, "type_params", [])
        if not parameters:
            return scope
        inner = Scope("type", scope)
        for parameter in parameters:
            at = (parameter.lineno, parameter.col_offset)  # type: ignore[attr-defined]
            inner.bind(
                parameter.name,  # type: ignore[attr-defined]
                Binding("other", parameter, at, ()),
            )
        self.push(node, parameters, inner, block)
        return inner

    def comprehension(self, node: Comprehension, scope: Scope, block: Block) -> None:
        inner = Scope("comprehension", scope)
        for name in ("elt", "key", "value"):
            if value := getattr(node, name, None):
                self.push(node, [value], inner, ())
        for index, part in reversed(list(enumerate(node.generators))):
            self.analysis.parents[part] = node
            self.push(part, [*part.ifs], inner, ())
            self.push(part, [part.iter], inner if index else scope, () if index else block)
            self.push(part, [part.target], inner, ())

    def handler(self, node: ast.ExceptHandler, scope: Scope, block: Block) -> None:
        if node.name:
            at = (node.lineno, node.col_offset)
            scope.bind(node.name, Binding("other", node, at, block))
        self.children(node, scope, block)

    def capture(
        self, node: ast.MatchAs | ast.MatchStar | ast.MatchMapping, scope: Scope, block: Block
    ) -> None:
        name = node.rest if isinstance(node, ast.MatchMapping) else node.name
        if name:
            at = (node.lineno, node.col_offset)
            scope.bind(name, Binding("other", node, at, block))
        self.children(node, scope, block)

    def global_(self, node: ast.Global, scope: Scope, block: Block) -> None:
        for name in node.names:
            scope.declared[name] = scope.module

    def nonlocal_(self, node: ast.Nonlocal, scope: Scope, block: Block) -> None:
        for name in node.names:
            outer = scope.parent
            while outer is not None and (outer.kind == "class" or name not in outer.bindings):
                outer = outer.parent
            if outer is not None:
                scope.declared[name] = outer


def _end(node: ast.stmt) -> tuple[int, int]:
    """A value is bound when its statement is over: ``User = f(User)`` reads the older one."""
    return (node.end_lineno or node.lineno, node.end_col_offset or 0)
