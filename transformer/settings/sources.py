"""The files that settings are read from: modules by name, templates of modules, data files."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import cached_property
from pathlib import PurePosixPath
from posixpath import splitext
from typing import TypeAlias

from transformer.formats.nodes import Node
from transformer.formats.python.syntax import parse

Parse: TypeAlias = Callable[[bytes], Iterable[Node]]

ROOT = PurePosixPath("/@project")
"""Where the project seems to stand, for ``__file__`` and what is computed from it."""

_TEMPLATE = re.compile(r"[._-]?(example|dist|sample|template|tmpl|tpl)s?[._-]?", re.I)


@dataclass(frozen=True)
class Sources:
    """``files`` are all paths of the project; ``source_roots`` the folders on ``sys.path``.

    What :func:`dataclasses.replace` makes of them shares the trees: settings are evaluated again
    with every draft of an edit, and most files stay the same.
    """

    files: tuple[str, ...]
    read: Callable[[str], bytes]
    source_roots: tuple[str, ...] = ()
    trees: dict[bytes, ast.Module | None] = field(default_factory=dict)
    _documents: dict[tuple[Parse, bytes], tuple[Node, ...]] = field(default_factory=dict)

    def parse(self, path: str) -> ast.Module | None:
        """The syntax of a Python file; None where it cannot be read or parsed."""
        try:
            content = self.read(path)
        except OSError:
            return None
        if content not in self.trees:
            try:
                self.trees[content] = parse(content).tree
            except (SyntaxError, ValueError, RecursionError):
                self.trees[content] = None
        return self.trees[content]

    def documents(self, path: str, parse: Parse) -> tuple[Node, ...]:
        """What ``parse`` reads of a data file, which settings may load many times.

        Raises OSError and Unparsable.
        """
        key = (parse, self.read(path))
        if key not in self._documents:
            self._documents[key] = tuple(parse(key[1]))
        return self._documents[key]

    @cached_property
    def by_folder(self) -> dict[str, list[str]]:
        """The files of each folder, sorted."""
        found: dict[str, list[str]] = {}
        for path in self.files:
            found.setdefault(path.rpartition("/")[0], []).append(path)
        return found

    @cached_property
    def modules(self) -> dict[str, str]:
        """Dotted module name -> path, for every Python file that can be imported.

        A copy of Django among the files is left out: what is said of Django holds for it, too, and
        names of Django mean what its documentation says, not what they lead to inside.
        """
        found: dict[str, str] = {}
        for path in self.files:
            if path.endswith(".py"):
                for root in self.source_roots:
                    name = module_name(path, root)
                    if name and name.partition(".")[0] != "django":
                        found.setdefault(name, path)
        return found

    @cached_property
    def packages(self) -> dict[str, str]:
        """Dotted name -> folder of every package, also of namespace packages."""
        found: dict[str, str] = {}
        for name, path in self.modules.items():
            folder = path.rpartition("/")[0]
            parts = name.split(".") if path.endswith("/__init__.py") else name.split(".")[:-1]
            while parts:
                found.setdefault(".".join(parts), folder or ".")
                folder = folder.rpartition("/")[0]
                parts.pop()
        return found

    def templates(self, name: str) -> list[str]:
        """The templates of a module that is not in the repository (``settings.py.example``)."""
        package, _, last = name.rpartition(".")
        folders = (
            "/".join(filter(None, (root, *package.split(".")))) for root in self.source_roots
        )
        return [path for folder in folders for path in self._templates.get((folder, last), ())]

    @cached_property
    def _templates(self) -> dict[tuple[str, str], list[str]]:
        """Folder and name of the module -> its templates."""
        found: dict[tuple[str, str], list[str]] = {}
        for path in self.files:
            folder, _, last = path.rpartition("/")
            if _TEMPLATE.search(last) and (name := template_of(path)):
                found.setdefault((folder, name), []).append(path)
        return found

    def glob(self, pattern: str) -> list[str]:
        """The project's files that a pattern of an absolute path (below :data:`ROOT`) names."""
        try:
            relative = PurePosixPath(normal(pattern)).relative_to(ROOT).as_posix()
        except ValueError:
            return []
        depth = relative.count("/")
        return [
            path for path in self.files if path.count("/") == depth and fnmatchcase(path, relative)
        ]


def template_of(path: str) -> str | None:
    """The module name that a template is for; None where the file is no template of a module.

    >>> template_of("mysite/local_settings.py.example")
    'local_settings'
    """
    name = PurePosixPath(path).name
    if ".py" not in name:
        return None
    stem = name.replace(".py", "", 1)
    if (short := _TEMPLATE.sub("", stem)) == stem:
        return None
    return short if short.isidentifier() else None


def normal(path: str) -> str:
    """The path without ``.`` and ``..``, textually."""
    parts: list[str] = []
    for part in PurePosixPath(path).parts:
        if part == "..":
            if len(parts) > 1:
                parts.pop()
        else:
            parts.append(part)
    return str(PurePosixPath(*parts)) if parts else "."


def module_name(path: str, source_root: str) -> str | None:
    """The dotted name of a Python file below ``source_root``; None where it is no identifier."""
    if source_root:
        if not path.startswith(f"{source_root}/"):
            return None
        path = path.removeprefix(f"{source_root}/")
    parts = splitext(path)[0].split("/")
    if parts[-1] == "__init__":
        parts.pop()
    if not parts or not all(part.isidentifier() for part in parts):
        return None
    return ".".join(parts)
