"""Facts that the project's Python says about files that are not Python."""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Iterator
from contextlib import suppress

from transformer.formats.python import syntax
from transformer.formats.python.statements import statements
from transformer.tree import Tree


class PythonFiles:
    """The Python of a project by its words, and what it assigns to names; as it stands now."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._holding: dict[bytes, list[str]] = {}
        self._strings: dict[str, frozenset[str]] = {}
        self._folders: dict[tuple[str, tuple[str, ...]], frozenset[str]] = {}

    def forget(self, path: str) -> None:
        """The file has changed since it was read."""
        self._folders.clear()
        if path.endswith(".py"):
            self._holding.clear()
            self._strings.clear()

    def holding(self, word: bytes) -> list[str]:
        """The Python files that hold the bytes, sorted."""
        if word not in self._holding:
            self._holding[word] = list(self._search(word))
        return self._holding[word]

    def _search(self, word: bytes) -> Iterator[str]:
        for path in self._tree:
            if path.endswith(".py"):
                with suppress(OSError):
                    if word in self._tree.read(path):
                        yield path

    def parsed(self, *words: bytes) -> Iterator[tuple[str, ast.Module]]:
        """Path and syntax tree of every Python file that holds all of ``words``.

        A file that does not parse is left out: the passes over Python report it.
        """
        for path in self.holding(words[0]):
            source = self._tree.read(path)
            if all(word in source for word in words) and (module := parse(source)):
                yield path, module

    def assignments(self, name: str) -> Iterator[tuple[ast.Module, ast.expr]]:
        """Each value that a module of the project, or a class, assigns or adds to ``name``."""
        looks_so = re.compile(rb"(?m)(?:^|[=;:])[ \t]*%s[ \t]*(?::[^=]*)?\+?=" % name.encode())
        for path in self.holding(name.encode()):
            source = self._tree.read(path)
            if looks_so.search(source) and (module := parse(source)):
                for value in assigned(module, name):
                    yield module, value

    def strings_assigned(self, name: str) -> frozenset[str]:
        """Every string in what :meth:`assignments` finds."""
        if name not in self._strings:
            values = (value for _, value in self.assignments(name))
            self._strings[name] = frozenset(text for value in values for text in strings(value))
        return self._strings[name]

    def folders_named(self, setting: str, keys: tuple[str, ...] = ()) -> frozenset[str]:
        """Folders of the project that the list ``setting`` names, as far as its text says.

        ``os.path.join(BASE_DIR, "data", "seed")`` and ``BASE_DIR / "data" / "seed"`` name every
        folder that ends in ``data/seed``; names are looked up in their own module. With ``keys``
        the lists are the values of these keys inside it.
        """
        if (setting, keys) not in self._folders:
            self._folders[setting, keys] = self._named(setting, keys)
        return self._folders[setting, keys]

    def _named(self, setting: str, keys: tuple[str, ...]) -> frozenset[str]:
        tails: set[str] = set()
        for module, value in self.assignments(setting):
            for item in _listed(value, keys):
                tails |= {tail for tail in [_tail(item, module)] if tail}
        if not tails:
            return frozenset()
        folders = {path.rpartition("/")[0] for path in self._tree}
        folders |= {"/".join(f.split("/")[:n]) for f in folders for n in range(1, f.count("/") + 1)}
        return frozenset(f for f in folders if any(f"/{f}".endswith(f"/{tail}") for tail in tails))


def parse(source: bytes) -> ast.Module | None:
    """The syntax tree of a Python file; None where Python cannot read it."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return syntax.parse(source).tree
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def strings(node: ast.AST) -> tuple[str, ...]:
    """Every string constant below ``node``, in the order of the source.

    >>> strings(ast.parse("os.path.join(BASE_DIR, 'data', 'seed')"))
    ('data', 'seed')
    """
    found = [
        (n.lineno, n.col_offset, n.value)
        for n in ast.walk(node)
        if isinstance(n, ast.Constant) and isinstance(n.value, str)
    ]
    return tuple(value for _, _, value in sorted(found))


def assigned(module: ast.AST, name: str) -> Iterator[ast.expr]:
    """Each value that the module, or a class in it, assigns or adds to ``name``."""
    for node in statements(module):
        if isinstance(node, ast.Assign):
            targets = node.targets
        elif isinstance(node, ast.AnnAssign | ast.AugAssign):
            targets = [node.target]
        else:
            continue
        if node.value is not None and any(
            isinstance(target, ast.Name) and target.id == name for target in targets
        ):
            yield node.value


def _listed(value: ast.expr, keys: tuple[str, ...]) -> Iterator[ast.expr]:
    if not keys:
        if isinstance(value, ast.List | ast.Tuple | ast.Set):
            yield from value.elts
        elif isinstance(value, ast.BinOp):
            yield from _listed(value.left, keys)
            yield from _listed(value.right, keys)
        return
    for node in ast.walk(value):
        if isinstance(node, ast.Dict):
            for key, item in zip(node.keys, node.values, strict=True):
                if isinstance(key, ast.Constant) and key.value in keys:
                    yield from _listed(item, ())


def _tail(item: ast.expr, module: ast.Module) -> str:
    parts = [part.strip("/") for part in _parts(item, module, depth=0)]
    return "/".join(part for part in parts if part.strip("."))


def _parts(node: ast.expr, module: ast.Module, depth: int) -> Iterator[str]:
    """The strings of a path in their order, names replaced by what they were last given."""
    match node:
        case ast.Constant(value=str(part)):
            yield part
        case ast.Name(id=name) if depth < 5:
            values = list(assigned(module, name))
            if values:
                yield from _parts(values[-1], module, depth + 1)
        case ast.BinOp(left=left, right=right):
            yield from _parts(left, module, depth)
            yield from _parts(right, module, depth)
        case ast.Call(args=args):
            for arg in args:
                yield from _parts(arg, module, depth)
        case _:
            pass
