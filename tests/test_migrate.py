from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.delivery.shapes import lay
from tests.pipeline import run_passes
from tests.report.made import project_in, replaced
from transformer.codemod.passes import Outcome, Pass
from transformer.errors import Refused
from transformer.findings import Finding, Level
from transformer.options import Options
from transformer.pipeline import Migration, PassFailed, all_passes, run
from transformer.project import Project
from transformer.project.discovery import discover
from transformer.semantics import References
from transformer.tree import Tree


def one_to_two(
    project: Project, references: References, tree: Tree, options: Options
) -> Iterator[Outcome]:
    for path in tree:
        if b"one" in tree.read(path):
            yield replaced(tree, path, b"one", b"two", "US301")
            yield Finding("US301", Level.TODO, path, 1, 1, "One.")


def two_to_three(
    project: Project, references: References, tree: Tree, options: Options
) -> Iterator[Outcome]:
    for path in tree:
        if b"two" in tree.read(path):
            yield replaced(tree, path, b"two", b"above\nthree", "US302")


def raising(error: Exception) -> Pass:
    def run(*_: object) -> Iterator[Outcome]:
        raise error
        yield

    return Pass("broken", "Break", run)


FIRST = Pass("first", "Count to two", one_to_two)
SECOND = Pass("second", "Count to three", two_to_three)


def ran(root: Path, *passes: Pass, exclude: tuple[str, ...] = ()) -> Migration:
    lay(root, {"a.py": b"zero\none\n", "lib/b.py": b"one\n"})
    return run(project_in(root, None), Options(), passes, exclude)


def test_a_pass_sees_what_the_one_before_it_made(tmp_path: Path) -> None:
    made = ran(tmp_path, FIRST, SECOND)
    assert {c.path: c.after for c in made.changes} == {
        "a.py": b"zero\nabove\nthree\n",
        "lib/b.py": b"above\nthree\n",
    }
    assert [layer.name for layer in made.tree.layers] == ["first", "second"]


def test_stages_are_what_each_pass_left(tmp_path: Path) -> None:
    stages = ran(tmp_path, FIRST, SECOND).tree.stages()
    assert [c.after for stage in stages for c in stage if c.path == "lib/b.py"] == [
        b"two\n",
        b"above\nthree\n",
    ]


def test_edits_name_the_lines_of_the_finished_file(tmp_path: Path) -> None:
    lay(tmp_path, {"a.py": b"top\none\n"})

    def higher(
        project: Project, references: References, tree: Tree, options: Options
    ) -> Iterator[Outcome]:
        yield replaced(tree, "a.py", b"top\n", b"top\nmore\nlines\n", "US303")

    passes = (FIRST, Pass("higher", "Add lines above", higher))
    made = run(project_in(tmp_path, None), Options(), passes)
    assert [e.line for layer in made.tree.layers for e in layer.edits] == [4, 1]


def test_findings_name_the_lines_of_the_finished_file(tmp_path: Path) -> None:
    lay(tmp_path, {"a.py": b"top\none\n", "c.py": b"one\n"})

    def told(
        project: Project, references: References, tree: Tree, options: Options
    ) -> Iterator[Outcome]:
        yield Finding("US301", Level.TODO, "a.py", 2, 1, "Below.")
        yield Finding("US301", Level.TODO, "a.py", 0, 0, "The file.")
        yield Finding("US301", Level.TODO, "c.py", 1, 1, "Another file.")
        yield replaced(tree, "a.py", b"top\n", b"top\nmore\nlines\n", "US303")

    made = run(project_in(tmp_path, None), Options(), (Pass("told", "Tell", told), SECOND))
    assert [f.line for f in made.findings] == [4, 0, 1]


def test_with_a_blocker_they_name_those_of_the_file_as_it_is(tmp_path: Path) -> None:
    lay(tmp_path, {"a.py": b"top\none\n"})

    def told(
        project: Project, references: References, tree: Tree, options: Options
    ) -> Iterator[Outcome]:
        yield Finding("US301", Level.BLOCKER, "a.py", 2, 1, "Below.")
        yield replaced(tree, "a.py", b"top\n", b"top\nmore\nlines\n", "US303")

    made = run(project_in(tmp_path, None), Options(), (Pass("told", "Tell", told),))
    assert [f.line for f in made.findings] == [2]


def test_what_names_leftovers_says_nothing_where_another_rule_has_spoken(tmp_path: Path) -> None:
    lay(tmp_path, {"a.py": b"top\none\n"})

    def told(
        project: Project, references: References, tree: Tree, options: Options
    ) -> Iterator[Outcome]:
        for code, column in (("US103", 5), ("US349", 5), ("US349", 9), ("US803", 5)):
            yield Finding(code, Level.TODO, "a.py", 2, column, "Here.")
        yield Finding("US349", Level.TODO, "b.py", 0, 0, "The file.")

    made = run(project_in(tmp_path, None), Options(), (Pass("told", "Tell", told),))
    assert [(f.code, f.column) for f in made.findings] == [
        ("US103", 5),
        ("US349", 9),
        ("US803", 5),
        ("US349", 0),
    ]


def test_the_disk_stays_as_it_is(tmp_path: Path) -> None:
    ran(tmp_path, FIRST)
    assert (tmp_path / "a.py").read_bytes() == b"zero\none\n"


def test_an_excluded_file_stays_and_is_named(tmp_path: Path) -> None:
    made = ran(tmp_path, FIRST, exclude=("lib/",))
    assert [c.path for c in made.changes] == ["a.py"]
    assert [(f.code, f.path) for f in made.findings] == [("US301", "a.py"), ("US903", "lib/b.py")]


def test_another_project_of_the_repository_is_named(tmp_path: Path) -> None:
    project = replace(project_in(tmp_path, None), others=("example",))
    made = run(project, Options(), ())
    assert [(f.code, f.path) for f in made.findings] == [("US904", "example")]


def test_a_pass_that_fails_is_named(tmp_path: Path) -> None:
    with pytest.raises(PassFailed, match="The pass `broken` failed: odd") as failed:
        ran(tmp_path, FIRST, raising(LookupError("odd")))
    assert failed.value.exit_code == 4
    assert isinstance(failed.value.__cause__, LookupError)


def test_a_refusal_of_a_pass_stays_a_refusal(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"No\."):
        ran(tmp_path, raising(Refused("No.")))


def test_blockers(tmp_path: Path) -> None:
    finding = Finding("US901", Level.BLOCKER, "", 0, 0, "Stop.")
    made = ran(tmp_path, Pass("blocking", "Block", lambda *_: iter((finding, finding))))
    assert made.blockers == (finding,)


def test_the_passes_have_names_of_their_own() -> None:
    names = [each.name for each in all_passes()]
    assert names
    assert len(set(names)) == len(names)


def test_a_setting_is_told_once_and_at_its_line(tmp_path: Path) -> None:
    """The setting for the user model comes above it in the same pass."""
    files = {
        "manage.py": "import os\n"
        'os.environ.setdefault("DJANGO_SETTINGS_MODULE", "site1.settings")\n',
        "site1/__init__.py": "",
        "site1/settings.py": 'INSTALLED_APPS = ["django.contrib.auth"]\n'
        'OUR_EVENTS = {"auth.user": "topic"}\n',
    }
    done = run_passes(tmp_path, files, "settings", "references", find=discover)
    lines = done.text("site1/settings.py").splitlines()
    told = [f for f in done.findings if f.path == "site1/settings.py" and f.line]
    assert [(f.code, lines[f.line - 1]) for f in told] == [("US103", lines[-1])]
