"""What makes tests come out otherwise is named: the commit, the file, the rules."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.called import usershift
from tests.delivery.shapes import git
from tests.end_to_end import samples
from tests.environments import django_python
from tests.proof.verified import moved
from transformer.proof.bisect import Made, difference, made_of, trials
from transformer.proof.own_tests import Runner

READY = "        from blog import signals  # noqa: F401\n"


def test_the_commit_and_the_file_are_found(tmp_path: Path) -> None:
    sample = samples.old("blog", "5.2", tmp_path)
    first = git(sample.root, "rev-parse", "HEAD").decode().strip()
    sample.usershift("--commit")
    apps = sample.root / "blog/apps.py"
    assert READY in apps.read_text()
    apps.write_text(apps.read_text().replace(READY, "        pass\n"))
    git(sample.root, "commit", "-q", "-a", "-m", "Load fewer modules")
    (sample.root / "README.md").write_text("Later\n")
    git(sample.root, "commit", "-q", "-a", "-m", "Say less")
    asked = ["verify", "--python", django_python("5.2"), "--before", first, "--after", "HEAD"]
    asked += ["--tests", "manage.py test blog.tests.test_models", "--bisect", "--format", "json"]
    document = json.loads(usershift(sample.root, *asked).stdout)
    tests = document["proofs"][-1]
    assert tests["verdict"] == "failed"
    commit, cause = tests["evidence"][-2:]
    assert commit.endswith(" Load fewer modules.")
    assert cause.startswith("blog/apps.py makes the difference")
    assert git(sample.root, "status", "--short") == b""


@pytest.mark.soak
def test_an_edit_that_is_missing_is_found(tmp_path: Path) -> None:
    sample = samples.old("blog", "5.2", tmp_path)
    sample.usershift()
    views = sample.root / "blog/views.py"
    views.write_text(views.read_text().replace("users.change_user", "auth.change_user"))
    asked = ["verify", "--python", django_python("5.2"), "--bisect", "--format", "json"]
    asked += ["--tests", "manage.py test blog.tests.test_permissions"]
    document = json.loads(usershift(sample.root, *asked).stdout)
    cause = document["proofs"][-1]["evidence"][-1]
    assert cause.startswith("blog/views.py, which US")
    assert "with it as `usershift migrate` makes it" in cause


def test_what_is_put_back_is_a_file_then_a_hunk(tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    for folder, text in ((old, b"a\nsame\nb\nend\n"), (new, b"A\nsame\nB\n\nend\n")):
        folder.mkdir()
        (folder / "f.py").write_bytes(text)
    made = Made({"f.py": b"A\nsame\nb\nend\n"}, {"f.py": [(1, "one"), (3, "two")]})
    tried = [
        (t.content, t.where, list(made.rules(t.path, t.lines)))
        for t in trials(["f.py"], old, new, made)
    ]
    assert tried == [
        (b"a\nsame\nb\nend\n", "f.py", ["one", "two"]),
        (b"A\nsame\nb\nend\n", "f.py", ["one", "two"]),
        (b"a\nsame\nB\n\nend\n", "f.py:1", ["one"]),
        (b"A\nsame\nb\nend\n", "f.py:3", ["two"]),
    ]


def test_the_rules_that_edit_a_file_are_known() -> None:
    made = made_of(moved("blog").before, moved("blog").wanted.project)
    assert any(rule.endswith("of the pass references") for rule in made.rules("blog/signals.py"))
    assert list(made.rules("blog/signals.py", range(1, 1))) == []


def test_only_tests_that_both_have_are_looked_into() -> None:
    command = Runner(("manage.py", "test", "blog"))
    found = difference(command, {"a": "passed", "b": "passed"}, {"a": "failed"}, {"a": "why"})
    assert found is not None
    assert (dict(found.tests), found.words) == ({"a": "passed"}, "why")
    assert found.command.words == ("manage.py", "test", "--noinput")
    assert difference(command, {"b": "passed"}, {"c": "failed"}, {}) is None
    unknown = Runner(("bash", "-c", "make check"), known=False)
    assert difference(unknown, {"a": "passed"}, {"a": "failed"}, {}) is None
