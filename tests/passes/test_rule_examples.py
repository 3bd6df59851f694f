"""Every rule's own examples: rewritten, or left alone, and a second run is empty."""

from __future__ import annotations

import ast
from pathlib import Path
from textwrap import dedent

import pytest

from tests.passes.wants import Wants
from tests.pipeline import Done, run_passes
from tests.projects import project_at
from transformer.codemod.rules import Example, Rule
from transformer.options import Options
from transformer.project.discovery import discover
from transformer.registry import all_rules

EXAMPLES = [
    pytest.param(rule, example, id=f"{rule.code}-{number}-{example.title or rule.name}")
    for rule in all_rules().values()
    for number, example in enumerate(rule.examples)
]

MANAGE = """\
    import os
    from django.core.management import execute_from_command_line

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "{}")
    execute_from_command_line()
    """


def run_example(rule: Rule, example: Example, root: Path) -> Done:
    """Run the pass that the rule belongs to, or any, over the files of the example."""
    files = {**example.files, example.path: example.before}
    if rule.pass_name == "settings":
        module = example.path.removesuffix(".py").replace("/", ".")
        files["manage.py"] = MANAGE.format(module)
    return run_passes(
        root,
        files,
        "references" if rule.pass_name == "any" else rule.pass_name,
        options=Options(**example.options),  # type: ignore[arg-type]
        find=discover if "mysite/settings.py" in files else project_at,
    )


@pytest.mark.parametrize(("rule", "example"), EXAMPLES)
def test_example(
    rule: Rule, example: Example, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wants = Wants(monkeypatch)
    before, after = dedent(example.before), dedent(example.after or example.before)
    done = run_example(rule, example, tmp_path)
    assert done.text(done.new_path(example.path)) == after
    assert done.codes == sorted(example.reports)
    if example.path.endswith(".py") and "US901" not in example.reports:
        ast.parse(after)
    if before != after:
        edited = {edit.rule for edit in done.edits}
        assert rule.code in edited | set(example.reports)
    assert done.again().changes == ()
    assert wants.undecided() == set(), "two rules want the same place: give one a priority"


# No file alone makes these: tests/test_left_alone.py, test_migrate.py, project/ and cli/ do.
WITHOUT_EXAMPLES = ("US902", "US903", "US904", "US905", "US906", "US907", "US908", "US909", "US910")


@pytest.mark.parametrize(
    "rule",
    [rule for code, rule in all_rules().items() if code not in WITHOUT_EXAMPLES],
    ids=lambda rule: rule.code,
)
def test_every_rule_has_a_case_where_it_acts_and_one_where_it_must_not(rule: Rule) -> None:
    acts = [e for e in rule.examples if e.after is not None or rule.code in e.reports]
    stays = [e for e in rule.examples if e.after is None and rule.code not in e.reports]
    assert acts, "no example in which the rule does something"
    assert stays, "no example that must stay as it is"
