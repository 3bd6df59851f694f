"""What deploys: every call of `migrate` in the repository, and the adoption before it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import PurePosixPath

from transformer.codemod.matches import Match, positions, settle
from transformer.codemod.passes import Outcome, Pass
from transformer.codemod.rules import Rule
from transformer.contents import View
from transformer.formats.candidates import candidates
from transformer.formats.kinds import Kind, is_utf16, kind_of
from transformer.formats.nodes import Unparsable
from transformer.formats.python.syntax import parse
from transformer.formats.toml import parse_toml
from transformer.options import Options
from transformer.project import Project
from transformer.semantics import References
from transformer.semantics.python_files import PythonFiles
from transformer.strategies.deploy import (
    containers,
    dockerfiles,
    documentation,
    lines,
    makefiles,
    nothing_to_add,
    pipelines,
    platforms,
    playbooks,
    python_code,
    shell_scripts,
    unplaced,
)
from transformer.strategies.deploy.calls import Programs, Subcommand, programs_of
from transformer.strategies.deploy.documents import read
from transformer.strategies.deploy.unit import Asked, Unit, matches
from transformer.strategies.generated_app import describe
from transformer.tree import Tree

Reader = Callable[[bytes, Programs], Iterator[Unit]]

_BY_NAME: tuple[tuple[re.Pattern[str], Rule, Reader], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), module.rule, module.units)
    for pattern, module in (
        (r".*\.(sh|bash|zsh|ksh|dash)", shell_scripts),
        (r"(.*\.)?(dockerfile|containerfile)([.-].*)?|.*\.docker", dockerfiles),
        (r"(gnu)?makefile([.-].*)?|.*\.mk|\.?justfile|.*\.just", makefiles),
        (r"procfile([.-].*)?", platforms),
        (r"tox\.ini|setup\.cfg|.*\.service", lines),
    )
)
_NODES = re.compile(
    r"(?i)(?P<suffix>\.json|\.ya?ml|\.config)(\.(j2|jinja2?|tpl|tmpl|template|dist|example))?\Z"
)
_TESTS = re.compile(
    r"(^|/)(tests?|testing|migrations)/|(^|/)(test_\w*|\w*_tests?|tests|conftest)\.py\Z"
)
_MIGRATES = frozenset({Subcommand.MIGRATE, Subcommand.TENANTS})
_PROSE = frozenset({Kind.DOCS, Kind.HISTORY, Kind.TRANSLATION})


def examine(path: str, view: bytes, names: frozenset[str], asked: Asked) -> list[Match]:
    """Every place in one text file where a database would be migrated before it has adopted."""
    programs = programs_of(view, names)
    found: list[Match] = []
    known: set[int] = set()
    for rule, unit in _units(path, view, programs):
        known.update(call.at for call in unit)
        found += matches(unit, rule, asked)
    return [*found, *unplaced.matches(view, known, asked)]


def _units(path: str, view: bytes, programs: Programs) -> Iterator[tuple[Rule, Unit]]:
    name = PurePosixPath(path).name
    for pattern, rule, units in _BY_NAME:
        if pattern.fullmatch(name):
            yield from ((rule, unit) for unit in units(view, programs))
            return
    if found := _NODES.search(name):
        try:
            documents = read(view, found["suffix"].lower())
        except Unparsable:
            return
        for module in (pipelines, containers, playbooks):
            yield from ((module.rule, unit) for unit in module.units(documents, view, programs))
    elif kind_of(path, view) is Kind.SHELL and view.startswith(b"#!"):
        yield from ((shell_scripts.rule, unit) for unit in shell_scripts.units(view, programs))


def examine_python(content: bytes, names: frozenset[str], asked: Asked) -> list[Match]:
    """The same for a Python file."""
    units = _python_units(content, names)
    return [match for unit in units for match in matches(unit, python_code.rule, asked)]


def _python_units(content: bytes, names: frozenset[str]) -> list[Unit]:
    try:
        module = parse(content).tree
        content.decode()
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []
    return list(python_code.units(content, module, Programs(names)))


def migrating(project: Project, tree: Tree, options: Options) -> Iterator[tuple[str, int]]:
    """Path and line of every call of ``migrate``, outside tests and documents."""
    return _calling(_MIGRATES, project, tree, options)


def adopting(project: Project, tree: Tree, options: Options) -> Iterator[tuple[str, int]]:
    """Path and line of every call of ``adopt_users``."""
    return _calling(frozenset({Subcommand.ADOPT}), project, tree, options)


def _calling(
    kinds: frozenset[Subcommand], project: Project, tree: Tree, options: Options
) -> Iterator[tuple[str, int]]:
    names = programs(tree)
    needle = b"adopt_users" if Subcommand.ADOPT in kinds else b"migrate"
    for path, view in _candidates(project, tree, needle):
        if kind_of(path, view) in _PROSE:
            continue
        code = view[:]
        calls = [c for _, unit in _units(path, code, programs_of(code, names)) for c in unit]
        found = {call.at for call in calls if call.kind in kinds}
        if kinds == _MIGRATES:
            known = {call.at for call in calls}
            found |= {match.start for match in unplaced.matches(code, known, Asked())}
        else:
            found |= set(unplaced.adoptions(code))
        yield from ((path, line) for line, _ in positions(code, found).values())
    for path in _python(tree, options, needle):
        content = tree.read(path)
        calls = [call for unit in _python_units(content, names) for call in unit]
        found = {call.at for call in calls if call.kind in kinds}
        yield from ((path, line) for line, _ in positions(content, found).values())


def run(
    project: Project, references: References, tree: Tree, options: Options
) -> Iterator[Outcome]:
    app = describe(project, tree, options)
    if not app.adopting:
        return
    if app.strategy != "command":
        yield nothing_to_add.finding(app.strategy)
        return
    asked = Asked(options.app, options.deploy)
    names = programs(tree)
    for path, view in _candidates(project, tree, b"migrate"):
        kind = kind_of(path, view)
        if kind in _PROSE:
            yield from documentation.findings(path, view) if kind is Kind.DOCS else ()
            continue
        yield from _settled(path, view, partial(examine, path, names=names, asked=asked), options)
    for path in _python(tree, options, b"migrate"):
        again = partial(examine_python, names=names, asked=asked)
        yield from _settled(path, tree.read(path), again, options)


def _candidates(project: Project, tree: Tree, needle: bytes) -> Iterator[tuple[str, View]]:
    """The text files that hold the word and are the project's own."""
    for path, view in candidates(tree, needle):
        vendored = kind_of(path, view) is Kind.VENDORED
        if not is_utf16(view) and not vendored and path in project.files:
            yield path, view


def _python(tree: Tree, options: Options, needle: bytes) -> Iterator[str]:
    for path in PythonFiles(tree).holding(needle):
        if not _TESTS.search(path) and not path.startswith(f"{options.app_path}/"):
            yield path


def _settled(
    path: str, view: View, look: Callable[[bytes], list[Match]], options: Options
) -> Iterator[Outcome]:
    yield from settle(path, view, look(view[:]), options.suggested, look)


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
