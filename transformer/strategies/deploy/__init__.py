"""What deploys: every call of `migrate` in the repository, and the adoption before it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import PurePosixPath

from transformer.codemod.matches import Match, positions, settle
from transformer.codemod.passes import Outcome, Pass
from transformer.contents import View
from transformer.formats.candidates import candidates
from transformer.formats.kinds import Kind, is_utf16, kind_of
from transformer.formats.python.text import BOM
from transformer.formats.toml import parse_toml
from transformer.options import Options
from transformer.project import Project
from transformer.semantics import References
from transformer.semantics.python_files import PythonFiles
from transformer.strategies.deploy import documentation, nothing_to_add, python_calls, text_files
from transformer.strategies.deploy.calls import Call, Subcommand
from transformer.strategies.generated_app import describe
from transformer.tree import Tree

_TESTS = re.compile(
    r"(^|/)(tests?|testing|migrations)/|(^|/)(test_\w*|\w*_tests?|tests|conftest)\.py\Z"
)
_PROSE = frozenset({Kind.DOCS, Kind.HISTORY, Kind.TRANSLATION})


def migrating(project: Project, tree: Tree, options: Options) -> Iterator[tuple[str, int]]:
    """Path and line of every call of ``migrate``, outside tests and documents."""
    kinds = {Subcommand.MIGRATE, Subcommand.TENANTS}
    return _places(kinds, b"migrate", project, tree, options)


def adopting(project: Project, tree: Tree, options: Options) -> Iterator[tuple[str, int]]:
    """Path and line of every call of ``adopt_users``."""
    return _places({Subcommand.ADOPT}, b"adopt_users", project, tree, options)


def _places(
    kinds: set[Subcommand], needle: bytes, project: Project, tree: Tree, options: Options
) -> Iterator[tuple[str, int]]:
    names = programs(tree)
    found: list[tuple[str, View, list[Call]]] = []
    for path, view in _texts(project, tree, needle):
        if kind_of(path, view) not in _PROSE:
            found.append((path, view, text_files.calls_in(path, view[:], names)))
    for path, content in _python(tree, options, needle):
        found.append((path, content, python_calls.calls_in(content, names)))
    for path, view, calls in found:
        places = positions(view, (call.at for call in calls if call.kind in kinds))
        yield from ((path, line) for line, _ in places.values())


def run(
    project: Project, references: References, tree: Tree, options: Options
) -> Iterator[Outcome]:
    app = describe(project, tree, options)
    if not app.adopting:
        return
    if app.strategy != "command":
        yield nothing_to_add.finding(app.strategy)
        return
    names = programs(tree)
    for path, view in _texts(project, tree, b"migrate"):
        kind = kind_of(path, view)
        if kind is Kind.DOCS:
            yield from documentation.findings(path, view)
        elif kind not in _PROSE:
            examine = partial(text_files.examine, path, names=names, options=options)
            yield from _settled(path, view, examine, options)
    for path, content in _python(tree, options, b"migrate"):
        examine = partial(python_calls.examine, names=names, options=options)
        yield from _settled(path, content, examine, options)


def _texts(project: Project, tree: Tree, needle: bytes) -> Iterator[tuple[str, View]]:
    """The text files that hold the word and are the project's own."""
    for path, view in candidates(tree, needle):
        vendored = kind_of(path, view) is Kind.VENDORED
        if not is_utf16(view) and not vendored and path in project.files:
            yield path, view


def _python(tree: Tree, options: Options, needle: bytes) -> Iterator[tuple[str, bytes]]:
    for path in PythonFiles(tree).holding(needle):
        if not _TESTS.search(path) and not path.startswith(f"{options.app_path}/"):
            yield path, tree.read(path).removeprefix(BOM)


def _settled(
    path: str, view: View, examine: Callable[[bytes], list[Match]], options: Options
) -> Iterator[Outcome]:
    yield from settle(path, view, examine(view[:]), options.suggested, examine)


def programs(tree: Tree) -> frozenset[str]:
    """What starts Django's command line beside ``manage.py``: names of files and of scripts."""
    files = PythonFiles(tree).holding(b"execute_from_command_line")
    names = {PurePosixPath(path).name for path in files} - {"__init__.py", "__main__.py"}
    if "pyproject.toml" in tree:
        document = parse_toml(tree.read("pyproject.toml"))
        for table in (document.get("project", {}), document.get("tool", {}).get("poetry", {})):
            for name, target in table.get("scripts", {}).items():
                module = str(target).partition(":")[0].replace(".", "/")
                if any(path.endswith((f"{module}.py", f"{module}/__init__.py")) for path in files):
                    names.add(name)
    return frozenset(names)


PASS = Pass("deploy", "Let databases adopt the user model before they migrate", run)
