"""What makes tests come out otherwise is named: the commit, the file, the rules."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.called import usershift
from tests.delivery.shapes import git
from tests.end_to_end import samples
from tests.environments import django_python
from tests.proof.verified import moved
from transformer.proof.bisect import difference, edited_by
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


def test_the_rules_that_edit_a_file_are_known() -> None:
    rules = edited_by(moved("blog").before)["blog/signals.py"]
    assert any(rule.endswith("of the pass references") for rule in rules)


def test_only_tests_that_both_have_are_looked_into() -> None:
    command = Runner(("manage.py", "test", "blog"))
    found = difference(command, {"a": "passed", "b": "passed"}, {"a": "failed"}, {"a": "why"})
    assert found is not None
    assert (dict(found.tests), found.words) == ({"a": "passed"}, "why")
    assert found.command.words == ("manage.py", "test", "--noinput")
    assert difference(command, {"b": "passed"}, {"c": "failed"}, {}) is None
    unknown = Runner(("bash", "-c", "make check"), known=False)
    assert difference(unknown, {"a": "passed"}, {"a": "failed"}, {}) is None
