"""Code of other people that the repository ships, and what of it the project uses."""

from __future__ import annotations

import ast
import re
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from transformer.settings.sources import Sources, module_name

_FOLDER = re.compile(r"(?i)_?(vendor(s|ed|ized)?|(third|3rd)[-_]?part(y|ies)|externs?|ext-?libs?)")
# What a loader finds by a name of its own: a folder in it is a name there, not somebody's code.
_NAMED_BY_LOADERS = frozenset({"templates", "jinja2", "locale", "fixtures", "templatetags"})


@dataclass(frozen=True)
class Vendored:
    """One package, folder or file directly below a folder such as ``vendor/``.

    ``user`` is the file that imports it or installs it as an app, empty where none does; ``line``
    is the line of the import, 0 where it is installed.
    """

    path: str
    user: str = ""
    line: int = 0


def vendored_path(path: str, own: Container[str] = ()) -> str:
    """What a file belongs to below a folder of other people's code; empty for one of the project.

    ``own`` are names of folders, and paths of folders, that are the project's in spite of how they
    are called: an app ``vendors`` has templates and static files in such folders.

    >>> vendored_path("shop/_vendor/pay/urls.py")
    'shop/_vendor/pay'
    """
    parts = path.split("/")
    for at, part in enumerate(parts[:-1]):
        if part.lower() in _NAMED_BY_LOADERS:
            return ""
        if _FOLDER.fullmatch(part) and part not in own and "/".join(parts[: at + 1]) not in own:
            if parts[at + 1] == "__init__.py":
                return ""
            return "/".join(parts[: at + 2])
    return ""


def find_vendored(
    sources: Sources, own: Container[str], installed: Mapping[str, str]
) -> dict[str, Vendored]:
    """Path -> what is known of it, of all of it.

    ``installed`` maps the entries of ``INSTALLED_APPS`` to the settings that have them. What the
    used ones import among each other is used, too.
    """
    inside: dict[str, list[str]] = {}
    for path in sources.files:
        if unit := vendored_path(path, own):
            inside.setdefault(unit, []).append(path)
    names = {unit: names for unit in inside if (names := set(_names(unit, inside[unit], sources)))}
    found = {unit: Vendored(unit) for unit in inside}
    for unit in names:
        for entry, path in installed.items():
            if _leads_to(entry, names[unit]):
                found[unit] = Vendored(unit, path)
    waiting = [path for path in sources.files if not vendored_path(path, own)] if names else []
    waiting += [p for unit, one in found.items() if one.user for p in inside[unit]]
    while waiting and (open_units := {u: n for u, n in names.items() if not found[u].user}):
        for unit, user, line in _uses(waiting, open_units, sources):
            if not found[unit].user:
                found[unit] = Vendored(unit, user, line)
        waiting = [p for unit in open_units if found[unit].user for p in inside[unit]]
    return found


def _names(unit: str, files: Iterable[str], sources: Sources) -> Iterator[str]:
    """The dotted names by which a source root knows a unit, or what is directly in it.

    A unit that is a source root itself (``vendor/pay-1.2`` on ``sys.path``) has those of its parts.
    """
    for path in files:
        for root in sources.source_roots if path.endswith(".py") else ():
            if unit == root or unit.startswith(f"{root}/") or not root:
                name = module_name(f"{unit}/__init__.py" if unit != path else path, root)
                if name and unit != root:
                    yield name
            if (root == unit or root.startswith(f"{unit}/")) and (name := module_name(path, root)):
                yield name.partition(".")[0]


def _leads_to(dotted: str, names: Iterable[str]) -> bool:
    return any(dotted == name or dotted.startswith(f"{name}.") for name in names)


def _uses(
    paths: Iterable[str], names: Mapping[str, set[str]], sources: Sources
) -> Iterator[tuple[str, str, int]]:
    """Unit, file and line of each import, and of each string that spells a module out."""
    words = {name.rpartition(".")[2] for each in names.values() for name in each}
    word = re.compile("|".join(sorted(map(re.escape, words))).encode())
    for path in paths:
        if not path.endswith(".py"):
            continue
        try:
            if not word.search(sources.read(path)):
                continue
        except OSError:
            continue
        tree = sources.parse(path)
        for node in ast.walk(tree) if tree else ():
            for dotted in _named(node, path, sources):
                for unit, known in names.items():
                    if _leads_to(dotted, known):
                        yield unit, path, getattr(node, "lineno", 0)


def _named(node: ast.AST, path: str, sources: Sources) -> Iterator[str]:
    match node:
        case ast.Import(names):
            yield from (alias.name for alias in names)
        case ast.ImportFrom(module, names, level):
            for base in _bases(module or "", level, path, sources):
                yield from (f"{base}.{alias.name}" if base else alias.name for alias in names)
        # One word names many things; a path of several is a module's.
        case ast.Constant(str(text)) if "." in text and re.fullmatch(r"\w+(\.\w+)+", text):
            yield text


def _bases(module: str, level: int, path: str, sources: Sources) -> Iterator[str]:
    if not level:
        yield module
        return
    folder = PurePosixPath(path).parent
    for _ in range(level - 1):
        folder = folder.parent
    here = "" if str(folder) == "." else f"{folder}/"
    for root in sources.source_roots:
        if package := module_name(f"{here}__init__.py", root):
            yield f"{package}.{module}" if module else package
