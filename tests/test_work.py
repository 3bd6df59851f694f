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
