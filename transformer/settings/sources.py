"""The files that settings are read from: modules by name, templates of modules, data files."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import cached_property, lru_cache
from pathlib import PurePosixPath

from transformer.formats.python.syntax import parse

ROOT = PurePosixPath("/@project")
"""Where the project seems to stand, for ``__file__`` and what is computed from it."""

_TEMPLATE = re.compile(r"[._-]?(example|dist|sample|template|tmpl|tpl)s?[._-]?", re.I)


@dataclass
class Sources:
    """``modules`` maps dotted names to paths, ``files`` are all paths of the project."""

    modules: Mapping[str, str]
    files: frozenset[str]
    read: Callable[[str], bytes]
    source_roots: tuple[str, ...] = ("",)
    _parsed: dict[str, ast.Module | None] = field(default_factory=dict)

    def parse(self, path: str) -> ast.Module | None:
        """The syntax of a Python file; None where it cannot be read or parsed."""
        if path not in self._parsed:
            try:
                self._parsed[path] = _parse(self.read(path))
            except (OSError, SyntaxError, ValueError, RecursionError):
                self._parsed[path] = None
        return self._parsed[path]

    @cached_property
    def by_folder(self) -> dict[str, list[str]]:
        """The files of each folder, sorted."""
        found: dict[str, list[str]] = {}
        for path in sorted(self.files):
            found.setdefault(path.rpartition("/")[0], []).append(path)
        return found

    def is_package(self, name: str) -> bool:
        """Whether the name is a package of the project, also a namespace package."""
        return name in self._packages

    @cached_property
    def _packages(self) -> frozenset[str]:
        names: set[str] = set()
        for module, path in self.modules.items():
            if path.endswith("__init__.py"):
                names.add(module)
            while "." in module:
                module = module.rpartition(".")[0]
                names.add(module)
        return frozenset(names)

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
        for path in sorted(self.files):
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
            path
            for path in sorted(self.files)
            if path.count("/") == depth and fnmatchcase(path, relative)
        ]


@lru_cache(maxsize=512)
def _parse(content: bytes) -> ast.Module:
    """Settings are evaluated again with every draft of an edit; most files stay the same."""
    return parse(content).tree


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
