from __future__ import annotations

from transformer.rules import all_rules


def test_codes_are_unique_and_every_rule_has_a_page() -> None:
    for code, rule in all_rules().items():
        assert code == rule.code
        assert len(rule.summary) > 10, code
