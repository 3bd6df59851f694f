from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from transformer.codemod.rules import HEADINGS
from transformer.registry import all_rules

CHECKOUT = Path(__file__).parents[1]
CODE = re.compile(r"\bUS\d{3}\b")


def shipped() -> Iterator[Path]:
    """Every text file that users get to read."""
    yield CHECKOUT / "README.md"
    yield CHECKOUT / "CONTRIBUTING.md"
    for folder in ("transformer", "templates", "docs"):
        yield from (p for p in (CHECKOUT / folder).rglob("*.*") if p.suffix != ".pyc")


def test_codes_are_unique_and_every_rule_has_a_page() -> None:
    for code, rule in all_rules().items():
        assert code == rule.code
        assert len(rule.summary) > 10, code


def test_the_page_of_every_rule_has_the_same_headings() -> None:
    for code, rule in all_rules().items():
        assert tuple(rule.sections) == HEADINGS, code
        assert all(text.endswith(".") for text in rule.sections.values()), code
        assert "``" not in rule.page, code


def test_every_code_that_is_named_can_be_explained() -> None:
    named = {
        (path.relative_to(CHECKOUT).as_posix(), code)
        for path in shipped()
        for code in CODE.findall(path.read_text(encoding="utf-8"))
    }
    assert len(named) > len(all_rules())
    assert {(path, code) for path, code in named if code not in all_rules()} == set()


def test_a_pass_has_the_codes_of_one_hundred() -> None:
    hundreds: dict[str, set[str]] = {}
    for code, rule in all_rules().items():
        hundreds.setdefault(rule.pass_name, set()).add(code[:3])
    assert {name: found for name, found in hundreds.items() if len(found) > 1} == {}


def test_only_a_rule_names_its_code() -> None:
    """What runs the rules and delivers what they make serves any of them."""
    of_rules = {f"{rule.module.replace('.', '/')}.py" for rule in all_rules().values()}
    named = [
        (path.relative_to(CHECKOUT).as_posix(), node.value)
        for path in (CHECKOUT / "transformer").rglob("*.py")
        if path.relative_to(CHECKOUT).as_posix() not in of_rules
        for node in ast.walk(ast.parse(path.read_bytes()))
        if isinstance(node, ast.Constant) and CODE.fullmatch(str(node.value))
    ]
    assert named == []
