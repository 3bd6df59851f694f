"""Every rule there is. They are found by walking the packages; there is no list to edit."""

from __future__ import annotations

from functools import cache

from transformer import passes, strategies
from transformer.codemod import skipped
from transformer.codemod.rules import Rule, rules_of


@cache
def all_rules() -> dict[str, Rule]:
    """Every rule by its code, in the order of the codes.

    Raises ValueError where two modules claim one code.
    """
    found: dict[str, Rule] = {}
    for package in (passes, strategies, skipped):
        for rule in rules_of(package.__name__):
            if found.setdefault(rule.code, rule) is not rule:
                raise ValueError(f"{rule.code} is claimed twice: {rule.module}")
    return dict(sorted(found.items()))
