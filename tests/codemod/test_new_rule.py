"""A rule is one new file: dropped beside the others, it acts, is linted, listed and explained."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.projects import write_files

HEAD = '''\
"""A user in a {kind} that is greeted as `auth:User`.

What breaks: nothing is greeted any more.
"""

from transformer.codemod.rules import Example, Rule, Safe
from transformer.findings import Level

rule = Rule(
    __name__,
    "{code}",
    "greeted-in-{kind}",
    Level.TODO,
    examples=(Example({before!r}, {after!r}, path="{path}"),),
)
'''

# For each kind of file: the pass, the code, the path of such a file and its text.
KINDS = {
    "module": ("references", "US398", "blog/greet.py", 'greet("auth:User")'),
    "template": ("templates", "US698", "blog/templates/greet.html", '{% greet "auth:User" %}'),
    "fixture": (
        "fixtures",
        "US798",
        "blog/fixtures/greet.json",
        '[{"model": "blog.greeting", "fields": {"to": "auth:User"}}]',
    ),
    "text": ("texts", "US898", "greet.sh", "greet auth:User"),
    "settings": ("settings", "US198", "site1/greet.py", 'GREETED = "auth:User"'),
    "project": ("admin", "US498", "blog/greet.pyw", "auth:User"),
}
# The checker leaves out the pass that writes the settings.
NOT_LINTED = "settings"
RULES = {
    "module": """
import ast
from transformer.codemod.file import File, string

@rule.on(ast.Call, words=("greet",))
def greeted(call: ast.Call, file: File) -> None:
    if call.args and string(call.args[0]) == "auth:User":
        file.report(rule, call.args[0], edit=Safe(file.options.app, part="auth"))
""",
    "template": """
from transformer.passes.templates.lexing import Quoted
from transformer.passes.templates.template import Template

@rule.on(Quoted)
def greeted(text: Quoted, file: Template) -> None:
    if text.value == "auth:User":
        file.report(rule, text.start, text.start + 4, edit=Safe(file.options.app))
""",
    "fixture": """
from transformer.formats.nodes import Row, Scalar
from transformer.passes.fixtures.fixture import Fixture

@rule.on(Row)
def greeted(row: Row, file: Fixture) -> None:
    to = row.fields.get("to")
    if isinstance(to, Scalar) and to.value == "auth:User":
        file.report(rule, to.start, to.start + 4, edit=Safe(file.options.app))
""",
    "text": """
from transformer.passes.texts.plain_text import PlainText

@rule.on(PlainText, words=("auth:User",))
def greeted(file: PlainText) -> None:
    at = file.view.find(b"auth:User")
    file.report(rule, at, at + 4, edit=Safe(file.options.app))
""",
    "settings": """
from transformer.edits import Splice
from transformer.passes.settings.variants import SettingsModules

@rule.on(SettingsModules)
def greeted(settings: SettingsModules) -> None:
    path, app = "site1/greet.py", settings.options.app.encode()
    at = settings.draft.read(path).find(b"auth:User")
    if at >= 0:
        settings.draft = settings.draft.plus(path, Splice(at, at + 4, app, rule.code))
""",
    "project": """
from transformer.codemod.codebase import Codebase
from transformer.edits import Rewrite, Splice

@rule.on(Codebase)
def greeted(codebase: Codebase) -> None:
    path, app = "blog/greet.pyw", codebase.options.app.encode()
    at = codebase.tree.read(path).find(b"auth:User")
    if at >= 0:
        codebase.report(rule, edit=Rewrite(path, (Splice(at, at + 4, app, rule.code),)))
""",
}
PROJECT = {
    "manage.py": 'import os\n\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "site1.settings")\n',
    "site1/__init__.py": "",
    "site1/settings.py": 'SECRET_KEY = "x"\nINSTALLED_APPS = ["django.contrib.auth", "blog"]\n',
    "blog/__init__.py": "",
    "blog/models.py": "",
    "requirements.txt": "django==4.2.16\n",
}
# Each folder of new rules becomes one of those that hold the rules of a pass.
USERSHIFT = """
import importlib, pathlib, sys

for folder in pathlib.Path(sys.argv[1]).iterdir():
    importlib.import_module(f"transformer.passes.{folder.name}").__path__.append(str(folder))
from transformer.cli.app import app

app(sys.argv[2:])
"""


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project in ``project/`` that greets in every kind of file, and new rules in ``rules/``."""
    root = tmp_path_factory.mktemp("new_rules")
    write_files(root / "project", PROJECT)
    for kind, (package, code, path, before) in KINDS.items():
        after = before.replace("auth:", "users:")
        head = HEAD.format(kind=kind, code=code, before=before, after=after, path=path)
        write_files(root / "rules", {f"{package}/greeted.py": head + RULES[kind]})
        write_files(root / "project", {path: f"{before}\n"})
    return root


def usershift(root: Path, *args: str) -> str:
    command = [sys.executable, "-c", USERSHIFT, root / "rules", *args]
    folder = root / "project"
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode in (0, 1), done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def diff(root: Path) -> str:
    return usershift(root, "migrate", "--dry-run")


@pytest.fixture(scope="module")
def linted(root: Path) -> list[tuple[str, str]]:
    found = json.loads(usershift(root, "lint", "--format", "json"))["findings"]
    return [(each["path"], each["code"]) for each in found]


@pytest.fixture(scope="module")
def listed(root: Path) -> dict[str, tuple[str, str]]:
    rules = json.loads(usershift(root, "rules", "--format", "json"))
    return {rule["code"]: (rule["pass"], rule["summary"]) for rule in rules}


@pytest.mark.parametrize("kind", KINDS)
def test_it_acts_and_is_linted_listed_and_explained(
    kind: str,
    root: Path,
    diff: str,
    linted: list[tuple[str, str]],
    listed: dict[str, tuple[str, str]],
) -> None:
    package, code, path, line = KINDS[kind]
    assert f"-{line}\n+{line.replace('auth:', 'users:')}\n" in diff
    places = [(path, code)] if kind != NOT_LINTED else []
    assert [each for each in linted if each[0] == path] == places
    assert listed[code] == (package, f"A user in a {kind} that is greeted as `auth:User`.")
    assert "nothing is greeted any more" in usershift(root, "explain", code)
