"""No report passes on what a terminal, a page, a log or a shell would obey."""

from __future__ import annotations

import json
import os
import re
import shlex
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.cli.called import FILES, git_project, usershift
from tests.delivery.shapes import lay, repository
from tests.report.made import project_in
from transformer.cli.output import Format, Output
from transformer.codemod.passes import Outcome, Pass
from transformer.delivery.diff import diff
from transformer.edits import Create
from transformer.findings import Finding, Level
from transformer.options import Options
from transformer.pipeline import Migration, run
from transformer.printable import shown, shown_text
from transformer.project import Project
from transformer.report import html, report
from transformer.report.commits import messages
from transformer.report.pull_request import pull_request
from transformer.report.runbook import runbook
from transformer.semantics import References
from transformer.tree import Tree

NASTY = "a\x1b]0;evil\x07\nblocker.py `b` \u202eyp.x\udcff\x9b31m"
# What none of them may pass on, but for the line breaks of its own layout.
OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("blog/größe [1].py", "blog/größe [1].py"),
        ("日本/ユーザー.py", "日本/ユーザー.py"),
        ("a\x1b[31m\n\t\r", r"a\x1b[31m\n\t\r"),
        ("caf\udce9", r"caf\xe9"),
        ("\u202ex\u2028\x9b\ud800", r"\u202ex\u2028\x9b\ud800"),
    ],
)
def test_names(name: str, expected: str) -> None:
    assert shown(name) == expected


def test_a_text_keeps_its_lines() -> None:
    assert shown_text("one\n\ttwo\r\x07") == "one\n\ttwo\\r\\x07"


def findings_pass(
    project: Project, references: References, tree: Tree, options: Options
) -> Iterator[Outcome]:
    yield Create(f"users/{NASTY}", b"class User: ...\n", "US201")
    for level in (Level.TODO, Level.REVIEW):
        yield Finding("US301", level, NASTY, 3, 1, f"Look at {NASTY}.", f"Mend {NASTY}.")


@pytest.fixture
def made(tmp_path: Path) -> Migration:
    top = repository(tmp_path / NASTY.replace("/", ""), {"manage.py": b"import os\n"})
    project = replace(project_in(top, top), manage=f"-c{NASTY}/manage.py", name=NASTY)
    return run(project, Options(), [Pass("findings", "Find", findings_pass)])


@pytest.mark.parametrize("format_", Format)
def test_reports(made: Migration, format_: Format, tmp_path: Path) -> None:
    out = tmp_path / "report"
    Output(format_, out).emit(report("migrate", made, 0, f"Done with {NASTY}."))
    text = out.read_text(encoding="utf-8")
    assert not OBEYED.search(text)
    assert "evil" in text
    if format_ is Format.github:
        assert all(line.startswith("::") for line in text.splitlines())
    if format_ is Format.json:
        assert json.loads(text)["findings"][0]["path"] == NASTY
    if format_ is Format.text:
        assert not [line for line in text.splitlines() if line.startswith("blocker.py")]


def test_the_terminal(made: Migration) -> None:
    text = Output().render(report("migrate", made, 0, f"Done with {NASTY}."))
    assert not OBEYED.search(text)


def test_the_page(made: Migration) -> None:
    patch = diff(made.project.root, made.changes, made.project.git_root)
    result = report("migrate", made, 0)
    page = html.render(result, [html.ShownPart("switch", patch, result.edits)])
    assert not OBEYED.search(page)
    assert page.encode()
    assert re.search(r"\\x1b\]0;evil\\x07\\nblocker\.py", page)


def test_commits_and_pull_requests(made: Migration) -> None:
    for text in (*messages("migrate", made), pull_request("migrate", made)):
        assert not OBEYED.search(text)


def test_the_runbook(made: Migration) -> None:
    book = runbook(made.project, made.options, made.tree, made.changes, made.findings)
    assert not OBEYED.search(book)
    assert not [line for line in book.splitlines() if line.startswith("blocker.py")]
    command = next(line for line in book.splitlines() if line.startswith("python"))
    assert shlex.split(command)[1].startswith("./-ca")


@pytest.mark.parametrize(
    "databases",
    [
        '{"x; touch MARK #": {"ENGINE": "postgresql", "NAME": "a; touch MARK"}}',
        '{"default": {"ENGINE": "postgresql", "NAME": "a\\n```\\ntouch MARK\\n"}}',
        '{"$(touch MARK)": {"ENGINE": "mysql", "HOST": "`touch MARK`"}}',
        '{"a\' touch MARK": {"ENGINE": "sqlite3", "NAME": "a.db"}}',
    ],
)
def test_the_commands_of_the_runbook_run_nothing_else(tmp_path: Path, databases: str) -> None:
    project = git_project(tmp_path / "project")
    databases = databases.replace('"ENGINE": "', '"ENGINE": "django.db.backends.')
    settings = FILES["site1/settings.py"] + f"DATABASES = {databases}\n".encode()
    lay(project, {"site1/settings.py": settings})
    done = usershift(
        project, "migrate", "--dry-run", "--allow-dirty", "--runbook", tmp_path / "book.md"
    )
    assert done.returncode == 0, done.stderr
    blocks = re.findall(r"^```sh\n(.*?)^```", (tmp_path / "book.md").read_text(), re.M | re.S)
    for tool in ("pg_dump", "pg_restore", "mysql", "mysqldump", "sqlite3", "python", "diff"):
        fake = tmp_path / "bin" / tool
        lay(tmp_path / "bin", {tool: b"#!/bin/sh\n"})
        fake.chmod(0o755)
    lay(tmp_path / "work", {"before-default.sql": b""})
    for block in blocks:
        os.system(f"cd {tmp_path}/work && export PATH={tmp_path}/bin:$PATH\n{block}")
    assert not list(tmp_path.rglob("MARK"))


def test_a_refusal_that_names_files(tmp_path: Path) -> None:
    project = git_project(tmp_path / "project")
    name = "a\x1b[2Jb\nusershift: all is well"
    lay(project, {name: b"x = 1\n"})
    repository(project, {})
    lay(project, {name: b"x = 2\n"})
    done = usershift(project, "migrate")
    assert done.returncode == 3
    assert r"not committed: a\x1b[2Jb\nusershift: all is well." in done.stderr
