"""Fast by order: bytes first, ``ast`` on what could matter, LibCST on what changes."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import libcst
import pytest

from tests.pipeline import run_passes
from tests.projects import write_files
from transformer.findings import Finding
from transformer.lint import lint
from transformer.options import Options
from transformer.pipeline import all_passes
from transformer.project import discover
from transformer.resolve import resolve_for_lint
from transformer.semantics import resolve, scopes

SHOP = Path(__file__).parent.parent / "sample_projects" / "shop"

FILES = {
    **{f"app{n}/views.py": "def view(request):\n    return None\n" for n in range(30)},
    "blog/authors.py": "AUTHORS = ['author of a book']\n",
    "blog/urls.py": "INSTALLED = 'django.contrib.auth'\n",
    "blog/views.py": """\
        from django.contrib.auth import login
        from django.contrib.auth.models import Group, User

        print(login, Group, User)
        """,
    "blog/tests.py": """\
        from django.contrib.auth.models import User

        print(User)
        """,
}


def test_each_file_is_read_and_parsed_as_often_as_it_has_to_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parsed: Counter[str] = Counter()
    parse = ast.parse

    def counting(source: bytes, filename: str = "?", *rest: object) -> ast.AST:
        parsed[filename] += 1
        return parse(source, filename, *rest)  # type: ignore[call-overload, no-any-return]

    monkeypatch.setattr(ast, "parse", counting)
    given: list[str] = []
    for name in ("parse_module", "parse_statement", "parse_expression"):
        called = getattr(libcst, name)

        def noting(source: str, called: Callable[[str], libcst.CSTNode] = called) -> libcst.CSTNode:
            given.append(source)
            return called(source)

        monkeypatch.setattr(libcst, name, noting)
    done = run_passes(tmp_path, FILES, "references")
    assert list(done.changed) == ["blog/tests.py", "blog/views.py"]
    assert done.findings == []
    # Once to find what is to be done; a file that changes once more, to prove the result.
    assert parsed == {"blog/tests.py": 2, "blog/urls.py": 1, "blog/views.py": 2}
    # The two imports that keep a name: of a file, or a line that goes, LibCST sees nothing.
    assert sorted(given) == [
        "from django.contrib.auth import login",
        "from django.contrib.auth.models import Group, User",
    ]


def test_a_check_of_one_file_says_the_same_and_parses_little_else(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    project = discover(SHOP)
    resolved = resolve_for_lint(project, Options(), None, all_passes())

    def check(path: str) -> tuple[Finding, ...]:
        return lint(project, resolved.options, resolved.passes, [project.root / path])

    whole = check("")
    for path in project.files[::9]:
        assert check(path) == tuple(finding for finding in whole if finding.path == path)
    asked: list[str] = []
    analyse = resolve.analyse

    def counting(tree: ast.Module, package: str) -> scopes.Analysis:
        asked.append(package)
        return analyse(tree, package)

    monkeypatch.setattr(resolve, "analyse", counting)
    check("")
    everything = len(asked)
    asked.clear()
    check("apps/people/views.py")
    assert 0 < len(asked) < everything / 5


def test_nothing_to_change_is_nothing_for_libcst(tmp_path: Path) -> None:
    write_files(tmp_path, {"blog/urls.py": "INSTALLED = 'django.contrib.auth'\n"})
    code = (
        "import sys\n"
        "from transformer.cli.app import app\n"
        f"app(['lint', {str(tmp_path)!r}], standalone_mode=False)\n"
        "print('libcst' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stdout.splitlines()[-1:] == ["False"], done.stderr
