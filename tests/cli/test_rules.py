from __future__ import annotations

import json
from pathlib import Path

from tests.cli.called import usershift
from transformer.registry import all_rules


def test_rules_lists_every_rule(tmp_path: Path) -> None:
    done = usershift(tmp_path, "rules")
    assert done.returncode == 0
    assert all(code in done.stdout for code in all_rules())


def test_rules_for_programs(tmp_path: Path) -> None:
    listed = json.loads(usershift(tmp_path, "rules", "--format", "json").stdout)
    assert [rule["code"] for rule in listed] == list(all_rules())


def test_explain_shows_the_page_and_the_examples(tmp_path: Path) -> None:
    done = usershift(tmp_path, "explain", "us310")
    assert done.returncode == 0
    rule = all_rules()["US310"]
    assert rule.page in done.stdout
    assert "Before:" in done.stdout
    assert "Stays as it is:" in done.stdout
    assert "settings.AUTH_USER_MODEL, models.CASCADE)" in done.stdout
