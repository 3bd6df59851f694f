"""Work grows with the size of a project: twice as much of anything is twice the work.

What is counted are calls of functions, of Python's own as well, so that any machine gives the same.
"""

from __future__ import annotations

import sys
import tracemalloc
from collections.abc import Callable, Mapping
from pathlib import Path
from types import FrameType

import pytest

from tests.pipeline import run_passes
from tests.projects import write_files
from transformer.contents import positions
from transformer.formats import yaml_nodes
from transformer.project import discover

PERMISSION = '"auth.add_user"'


def edits_on_a_line(n: int) -> Mapping[str, str]:
    return {"blog/perms.py": f"PERMISSIONS = [{', '.join([PERMISSION] * n)}]\n"}


def strings_on_a_line(n: int) -> Mapping[str, str]:
    return {"blog/data.py": "X = [" + "'auth.user', " * n + "]\n"}


def edits_on_lines(n: int) -> Mapping[str, str]:
    function = "def may(user):\n    return user.has_perm('auth.add_user')\n"
    return {"blog/perms.py": function * n}


def long_calls(n: int) -> Mapping[str, str]:
    call = "    author{} = models.ForeignKey(User, models.CASCADE, related_name='articles_of_a')\n"
    head = "from django.contrib.auth.models import User\nfrom django.db import models\n\n\n"
    body = "".join(call.format(i) for i in range(n))
    return {
        "blog/models.py": f"{head}class Post(models.Model):\n{body}",
        "pyproject.toml": "[tool.black]\nline-length = 88\n",
    }


def rows(n: int) -> Mapping[str, str]:
    row = '{"model": "auth.user", "pk": 1, "fields": {"username": "ann"}}'
    return {"blog/fixtures/users.json": f"[{', '.join([row] * n)}]\n"}


def yaml_rows(n: int) -> Mapping[str, str]:
    return {"blog/fixtures/users.yaml": "- model: auth.user\n  pk: 1\n  fields: {a: b}\n" * n}


def xml_rows(n: int) -> Mapping[str, str]:
    row = '<object model="auth.user" pk="1"><field name="username" type="T">ann</field></object>\n'
    whole = f'<django-objects version="1.0">\n{row * n}</django-objects>\n'
    return {"blog/fixtures/users.xml": whole}


def links(n: int) -> Mapping[str, str]:
    return {"blog/templates/blog/a.html": "<a href=\"{% url 'admin:auth_user_add' %}\"></a>\n" * n}


IMPORT = "from django.contrib.auth.models import User"


def aliases(n: int) -> Mapping[str, str]:
    return {"blog/a.py": f"{IMPORT} as A0\n" + "".join(f"A{i + 1} = A{i}\n" for i in range(n))}


def imports(n: int) -> Mapping[str, str]:
    return {"blog/a.py": "".join(f"{IMPORT} as A{i}\nA{i}.objects\n" for i in range(n))}


def imports_in_functions(n: int) -> Mapping[str, str]:
    return {
        "blog/a.py": "".join(f"def f{i}():\n    {IMPORT}\n    User.objects\n" for i in range(n))
    }


def defaults(n: int) -> Mapping[str, str]:
    return {"blog/a.py": f"{IMPORT}\ndef f({', '.join(f'a{i}=User' for i in range(n))}): pass\n"}


def arguments(n: int) -> Mapping[str, str]:
    return {"blog/a.py": "f(" + "'auth.User', " * n + ")\n"}


def values(n: int) -> Mapping[str, str]:
    return {"blog/a.py": "X = {\n" + "".join(f"    {i}: 'auth.User',\n" for i in range(n)) + "}\n"}


def compared(n: int) -> Mapping[str, str]:
    return {"blog/a.py": f"{IMPORT}\nX = {' == '.join(['User'] * n)}\n"}


@pytest.mark.parametrize(
    ("files", "name"),
    [
        (aliases, "references"),
        (imports, "references"),
        (imports_in_functions, "references"),
        (defaults, "references"),
        (arguments, "references"),
        (values, "references"),
        (compared, "references"),
        (edits_on_a_line, "references"),
        (strings_on_a_line, "references"),
        (edits_on_lines, "references"),
        (long_calls, "references"),
        (rows, "fixtures"),
        (yaml_rows, "fixtures"),
        (xml_rows, "fixtures"),
        (links, "templates"),
    ],
)
def test_what_is_found_in_one_file(
    files: Callable[[int], Mapping[str, str]], name: str, tmp_path: Path
) -> None:
    def work(n: int) -> int:
        write_files(tmp_path / str(n), project())
        return calls(lambda: run_passes(tmp_path / str(n), files(n), name, find=discover))

    assert_linear(work, 40)


@pytest.mark.parametrize("files", [rows, yaml_rows, xml_rows])
def test_a_row_keeps_little_memory(
    files: Callable[[int], Mapping[str, str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A dump of a million users fits: nothing but its bytes and its edits is kept of a row."""
    monkeypatch.setattr(yaml_nodes, "MAX_ALONE", 100)

    def peak(n: int) -> int:
        tracemalloc.start()
        try:
            run_passes(tmp_path / str(n), files(n), "fixtures")
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    peak(1)
    assert 50 < (peak(4000) - peak(2000)) / 2000 < 600


def test_migrations_that_come_after_many_others(tmp_path: Path) -> None:
    """Each is asked whether it comes after the users' own first migration."""

    def work(n: int) -> int:
        write_files(tmp_path / str(n), project())
        files = {"blog/migrations/__init__.py": ""}
        for i in range(n):
            above = "".join(f"('blog', 'm{j}'), " for j in range(max(0, i - 10), i))
            files[f"blog/migrations/m{i}.py"] = MIGRATION.format(above)
        return calls(lambda: run_passes(tmp_path / str(n), files, "migrations"))

    assert_linear(work, 30)


MIGRATION = """\
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [{}]
    operations = [migrations.AddField("p", "u", models.ForeignKey("auth.User", models.CASCADE))]
"""


def test_apps_of_packages(tmp_path: Path) -> None:
    def work(n: int) -> int:
        apps = "".join(f"    'package{i}',\n" for i in range(n))
        write_files(tmp_path / str(n), project(apps) | {f"blog/v{i}.py": "" for i in range(50)})
        return calls(lambda: discover(tmp_path / str(n)))

    assert_linear(work, 40)


def test_apps_of_the_project(tmp_path: Path) -> None:
    def work(n: int) -> int:
        apps = "".join(f"    'app{i}',\n" for i in range(n))
        models = {f"app{i}/{name}.py": "" for i in range(n) for name in ("__init__", "models")}
        write_files(tmp_path / str(n), project(apps) | models)
        return calls(lambda: discover(tmp_path / str(n)))

    assert_linear(work, 40)


def test_modules_that_import_each_other_with_a_star(tmp_path: Path) -> None:
    def work(n: int) -> int:
        names = range(n)
        modules = {
            f"blog/m{i}.py": "".join(f"from blog.m{j} import *\n" for j in names if j != i)
            + "\nuser = User\n"
            for i in names
        }
        modules["blog/m0.py"] += "from django.contrib.auth.models import User\n"
        return calls(lambda: run_passes(tmp_path / str(n), modules, "references"))

    # The text grows with the square of their number, and each of them asks all of them.
    _, first, second, third = map(work, (4, 6, 12, 24))
    assert third - second < 4.4 * (second - first)


def test_the_bytes_are_counted_once() -> None:
    class Counted(bytes):
        taken = 0

        def __getitem__(self, key: object) -> bytes:  # type: ignore[override]
            part = bytes(self)[key]  # type: ignore[index]
            Counted.taken += len(part)  # type: ignore[arg-type]
            return part  # type: ignore[return-value]

    view = Counted(b"one line\n" * 1000)
    positions(view, range(len(view)))
    assert Counted.taken < len(view)


def assert_linear(work: Callable[[int], int], size: int) -> None:
    """What is the same for every size is not counted: only what is added."""
    work(1)  # imports, and whatever is made once
    first, second, third = work(size), work(2 * size), work(4 * size)
    assert first + size < second, (first, second, third)
    assert third - second < 2.2 * (second - first), (first, second, third)


def calls(function: Callable[[], object]) -> int:
    """How many functions are called."""
    count = 0

    def note(frame: FrameType, event: str, arg: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(note)
    try:
        function()
    finally:
        sys.setprofile(None)
    return count


def project(apps: str = "") -> dict[str, str]:
    return {
        "manage.py": "import os, django\nos.environ['DJANGO_SETTINGS_MODULE'] = 'site1.settings'\n",
        "site1/__init__.py": "",
        "site1/settings.py": f"INSTALLED_APPS = [\n    'django.contrib.auth',\n{apps}]\n",
        "blog/__init__.py": "",
    }
