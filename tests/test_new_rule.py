"""One more file is one more rule, whatever it sees: it acts, is listed, explained and linted."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest

from tests.projects import write_files

RULE = '''
"""Greetings are said in full.

What it does: this page is its docstring.
"""

{imports}
from transformer.codemod.rules import Rule, Safe
from transformer.findings import Level

rule = Rule(__name__, "US998", "greeting", Level.TODO)


{function}
'''

# The package that the file is dropped into, what it imports, and its function.
KINDS = {
    "python": (
        "passes.references",
        "import ast\nfrom transformer.codemod.file import File",
        """
        @rule.on(ast.Constant, words=("hello",))
        def greet(node: ast.Constant, file: File) -> None:
            if node.value == "hello":
                file.report(rule, node, edit=Safe("'goodbye'"))
        """,
    ),
    "template": (
        "passes.templates",
        """
        from transformer.passes.templates.lexing import Quoted
        from transformer.passes.templates.template import Template
        """,
        """
        @rule.on(Quoted)
        def greet(string: Quoted, file: Template) -> None:
            if string.value == "hello":
                file.report(rule, string.start, string.end, edit=Safe("goodbye"))
        """,
    ),
    "fixture": (
        "passes.fixtures",
        """
        from transformer.formats.nodes import Row
        from transformer.passes.fixtures.fixture import Fixture
        """,
        """
        @rule.on(Row)
        def greet(row: Row, file: Fixture) -> None:
            file.report(rule, row.model.start, row.model.end, "A row.")
        """,
    ),
    "text": (
        "passes.texts",
        "from transformer.passes.texts.plain_text import PlainText",
        """
        @rule.on(PlainText, words=("hello",))
        def greet(file: PlainText) -> None:
            at = file.view.find(b"hello")
            file.report(rule, at, at + len("hello"), edit=Safe("goodbye"))
        """,
    ),
    "settings": (
        "passes.settings",
        "from transformer.passes.settings.variants import SettingsModules",
        """
        @rule.on(SettingsModules)
        def greet(settings: SettingsModules) -> None:
            for one in settings.draft.evaluations:
                settings.report(rule, one.path, "Settings.")
        """,
    ),
    "project": (
        "strategies.users_app",
        "from transformer.codemod.codebase import Codebase\nfrom transformer.edits import Create",
        """
        @rule.on(Codebase)
        def greet(codebase: Codebase) -> None:
            codebase.report(rule, edit=Create("hello.txt", b"hello", rule.code))
        """,
    ),
}

PROJECT = {
    "manage.py": """\
        import os

        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mysite.settings")
        """,
    "mysite/settings.py": 'INSTALLED_APPS = ["django.contrib.auth", "blog"]\n',
    "blog/models.py": 'from django.contrib import auth\n\nprint(auth, "hello")\n',
    "blog/templates/hello.html": '{% include "hello" %}{# auth #}\n',
    "blog/fixtures/hello.json": '[{"model": "auth.group", "pk": 1, "fields": {}}]\n',
    "notes.txt": "hello auth\n",
}

# What makes things has nothing to say to a checker.
NOT_LINTED = ("settings", "project")

# Runs each command with the folder of the new file on the path of its package.
DRIVER = """
import importlib, json, sys
from typer.testing import CliRunner
from transformer.cli.app import app

_, package, folder, project = sys.argv
importlib.import_module(f"transformer.{package}").__path__.append(folder)
said = {}
commands = ["rules"], ["explain", "US998"], ["migrate", project, "--dry-run"], ["lint", project]
for command in commands:
    done = CliRunner().invoke(app, [*command, "--format", "json"], catch_exceptions=False)
    said[command[0]] = json.loads(done.stdout)
print(json.dumps(said))
"""


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_is_a_rule(kind: str, tmp_path: Path) -> None:
    package, imports, function = KINDS[kind]
    source = RULE.format(imports=dedent(imports).strip(), function=dedent(function).strip())
    write_files(tmp_path, {"more/greeting.py": source})
    write_files(tmp_path / "project", PROJECT)
    done = subprocess.run(
        [sys.executable, "-c", DRIVER, package, tmp_path / "more", tmp_path / "project"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    assert "US998" in [rule["code"] for rule in said["rules"]]
    assert said["explain"]["page"].startswith("Greetings are said in full.\n")
    made = [edit["rule"] for edit in said["migrate"]["edits"]]
    told = [finding["code"] for finding in said["migrate"]["findings"]]
    assert "US998" in made + told
    if kind not in NOT_LINTED:
        assert "US998" in [finding["code"] for finding in said["lint"]["findings"]]
