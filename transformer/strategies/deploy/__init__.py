"""What deploys: every call of `migrate` in the repository, and the adoption before it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from transformer.codemod.codebase import Codebase
from transformer.codemod.engine import outcomes, revise
from transformer.codemod.passes import Outcome, Pass
from transformer.codemod.rules import Ruleset, rules_of_pass
from transformer.contents import positions
from transformer.formats.candidates import candidates
from transformer.formats.kinds import Kind, is_utf16, kind_of
from transformer.formats.python.text import BOM
from transformer.formats.toml import parse_toml
from transformer.options import Options
from transformer.project import Project
from transformer.project.vendored import vendored_path
from transformer.semantics import References
from transformer.semantics.python_files import PythonFiles
from transformer.strategies.deploy.calls import Subcommand
from transformer.strategies.deploy.scripts import Document, PythonScript, Script, open_script
from transformer.strategies.generated_app import describe
from transformer.tree import Tree

_TESTS = re.compile(
    r"(^|/)(tests?|testing|migrations)/|(^|/)(test_\w*|\w*_tests?|tests|conftest)\.py\Z"
)
_LEFT_OUT = frozenset({Kind.VENDORED, Kind.HISTORY, Kind.MAIL, Kind.TRANSLATION})


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
    for file in _files(needle, project, tree, options):
        if isinstance(file, Script):
            at = [call.at for call in file.calls if call.kind in kinds]
            yield from ((file.path, line) for line, _ in positions(file.view, at).values())


def run(
    project: Project, references: References, tree: Tree, options: Options
) -> Iterator[Outcome]:
    app = describe(project, tree, options)
    if not app.adopting:
        return
    rules = Ruleset(rules_of_pass(__name__))
    yield from Codebase(project, references, tree, options, facts=app).run(rules)
    if app.strategy == "command":
        files = _files(b"migrate", project, tree, options)
        yield from outcomes([revise(file, rules, references) for file in files])


def _files(
    needle: bytes, project: Project, tree: Tree, options: Options
) -> Iterator[Script | Document]:
    """The files that hold the word and are the project's own: scripts, documents and Python."""
    names = programs(tree)
    for path, view in candidates(tree, needle):
        kind = kind_of(path, view)
        if is_utf16(view) or kind in _LEFT_OUT or path not in project.files:
            continue
        if vendored_path(path, project.own_folders):
            continue
        if kind is Kind.DOCS:
            yield Document(path, view, options)
        else:
            yield open_script(path, view, options, names)
    for path in PythonFiles(tree).holding(needle):
        if not _TESTS.search(path) and not path.startswith(f"{options.app_path}/"):
            yield PythonScript(path, tree.read(path).removeprefix(BOM), options, names)


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
