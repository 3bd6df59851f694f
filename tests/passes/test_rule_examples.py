"""Every rule's own examples: rewritten, or left alone, and a second run is empty."""

from __future__ import annotations

import ast
import importlib
from pathlib import Path
from textwrap import dedent

import pytest

from tests.projects import project_at, write_files
from transformer.codemod.rules import Example, Rule
from transformer.findings import Finding
from transformer.options import Options
from transformer.project.discovery import discover
from transformer.registry import all_rules
from transformer.semantics import References
from transformer.tree import Tree

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


def apply(rule: Rule, root: Path, options: Options) -> tuple[Tree, list[Finding]]:
    """Run the pass that the rule belongs to, or any, over the files below ``root``."""
    skipped = rule.pass_name == "any"
    name = "transformer.passes.references" if skipped else rule.module.rpartition(".")[0]
    package = importlib.import_module(name)
    project = discover(root) if rule.pass_name == "settings" else project_at(root)
    tree = Tree(root, project.files)
    tree.begin(package.PASS.name)
    references = References(project, tree)
    findings = []
    for outcome in package.PASS.run(project, references, tree, options):
        if isinstance(outcome, Finding):
            findings.append(outcome)
        else:
            tree.apply(outcome)
    return tree, findings


@pytest.mark.parametrize(("rule", "example"), EXAMPLES)
def test_example(rule: Rule, example: Example, tmp_path: Path) -> None:
    before, after = dedent(example.before), dedent(example.after or example.before)
    write_files(tmp_path, {**example.files, example.path: example.before})
    if rule.pass_name == "settings":
        module = example.path.removesuffix(".py").replace("/", ".")
        write_files(tmp_path, {"manage.py": MANAGE.format(module)})
    options = Options(**example.options)  # type: ignore[arg-type]
    tree, findings = apply(rule, tmp_path, options)
    path = next(
        (to for layer in tree.layers for to, old in layer.renamed.items() if old == example.path),
        example.path,
    )
    assert tree.read(path).decode() == after
    assert {finding.code for finding in findings} >= set(example.reports)
    if example.path.endswith(".py") and "US901" not in example.reports:
        ast.parse(after)
    if before != after:
        edited = {edit.rule for layer in tree.layers for edit in layer.edits}
        assert rule.code in edited | set(example.reports)
    for change in tree.changes():
        if change.after is None:
            (tmp_path / change.path).unlink()
            continue
        (tmp_path / change.path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / change.path).write_bytes(change.after)
        if change.old_path:
            (tmp_path / change.old_path).unlink()
    again, _ = apply(rule, tmp_path, options)
    assert again.changes() == []


# No file alone makes these: tests/test_left_alone.py, tests/test_migrate.py and tests/cli do.
WITHOUT_EXAMPLES = ("US902", "US903", "US904", "US905")


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
