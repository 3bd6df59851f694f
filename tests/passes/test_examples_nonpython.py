"""The examples of every rule over files that are not Python, run."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.passes.projects import migrated
from transformer.rules import Example, Rule, all_rules

PASSES = {"templates", "fixtures", "texts"}
CASES = [
    pytest.param(rule, example, id=f"{rule.code}-{number}")
    for rule in all_rules().values()
    if rule.pass_name in PASSES
    for number, example in enumerate(rule.examples)
]


@pytest.mark.parametrize(("rule", "example"), CASES)
def test_example(rule: Rule, example: Example, tmp_path: Path) -> None:
    files = {**example.files, example.path: example.before}
    done = migrated(tmp_path, files, rule.pass_name, **example.options)
    if example.after is None:
        assert done.text(example.path) == example.before
        assert done.new_path(example.path) == example.path
    else:
        assert done.text(done.new_path(example.path)) == example.after
        assert rule.code in {edit.rule for layer in done.tree.layers for edit in layer.edits}
    assert set(example.reports) <= {finding.code for finding in done.findings}
    if example.after is None and not example.reports:
        assert rule.code not in {finding.code for finding in done.findings}
    again = done.again()
    assert not again.tree.changes()


@pytest.mark.parametrize("rule", [r for r in all_rules().values() if r.pass_name in PASSES])
def test_every_rule_shows_what_it_does(rule: Rule) -> None:
    assert rule.examples
    assert len(rule.page.splitlines()) > 2
    assert rule.link.startswith("https://")
