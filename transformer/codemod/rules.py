"""Rules: what a pass does to one shape of reference.

A rule is one module: its docstring is its page, ``rule = Rule(...)`` its facts, and its examples
are its tests. Rules are found by walking the packages that hold them; there is no list to edit.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from transformer.findings import Level

if TYPE_CHECKING:
    import ast

    from transformer.codemod.file import File

V = TypeVar("V", bound=Callable[..., None])


@dataclass(frozen=True)
class Example:
    """One file before and after; ``after=None`` says that it stays as it is.

    ``files`` are other files of the same project; ``reports`` the codes that must be among the
    findings; ``options`` override :class:`transformer.passes.Options` by field name.
    """

    before: str
    after: str | None = None
    path: str = "blog/views.py"
    title: str = ""
    files: Mapping[str, str] = field(default_factory=dict)
    reports: tuple[str, ...] = ()
    options: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Visitor:
    """What looks at the nodes of one type, in files that hold one of the ``words`` (if any)."""

    kind: type[ast.AST]
    visit: Callable[[Any, File], None]
    words: tuple[bytes, ...]


@dataclass(frozen=True)
class Rule:
    """``code`` is stable; ``level`` is that of the findings the rule reports."""

    code: str
    name: str
    level: Level
    examples: tuple[Example, ...] = ()
    link: str = ""
    module: str = field(default="", compare=False)
    visitors: list[Visitor] = field(default_factory=list, compare=False, repr=False)
    endings: list[Callable[[File], None]] = field(default_factory=list, compare=False, repr=False)

    def __post_init__(self) -> None:
        if not self.module:
            caller = sys._getframe(2).f_globals["__name__"]
            object.__setattr__(self, "module", caller)

    def on(self, *types: type[ast.AST], words: Sequence[str] = ()) -> Callable[[V], V]:
        """Have ``visit(node, file)`` called for every node of these types of a Python file.

        With ``words`` only of files that hold one of them. They have to be names, or parts of
        names: a string can be written in pieces, or with escapes.
        """
        needed = tuple(word.encode() for word in words)

        def register(visit: V) -> V:
            self.visitors.extend(Visitor(kind, visit, needed) for kind in types)
            return visit

        return register

    def at_end(self, finish: V) -> V:
        """Have ``finish(file)`` called once per Python file, after all visits."""
        self.endings.append(finish)
        return finish

    @property
    def page(self) -> str:
        """The docstring of the rule's module: first line the summary, then what, why, treatment.

        Code stands between single backquotes, as in Markdown.
        """
        return inspect.cleandoc(sys.modules[self.module].__doc__ or "").replace("``", "`")

    @property
    def summary(self) -> str:
        return self.page.partition("\n")[0]

    @property
    def pass_name(self) -> str:
        """The pass that the rule belongs to: the package of its module.

        ``any`` for what is said of a file whichever pass meets it.
        """
        name = self.module.split(".")[-2]
        return "any" if name == "skipped" else name.replace("_", "-")


def rules_of(package: str) -> tuple[Rule, ...]:
    """The rules whose modules stand in ``package`` or below it, in the order of their codes.

    Raises ValueError where two modules claim one code.
    """
    found: dict[str, Rule] = {}
    for info in pkgutil.walk_packages(sys.modules[package].__path__, package + "."):
        module = importlib.import_module(info.name)
        for rule in vars(module).values():
            if isinstance(rule, Rule) and rule.module == module.__name__:
                if rule.code in found:
                    raise ValueError(f"{rule.code} is claimed twice: {info.name}")
                found[rule.code] = rule
    return tuple(found[code] for code in sorted(found))
