from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from tests.report.made import migration
from transformer.errors import Refused
from transformer.registry import all_rules
from transformer.report import failed, report
from transformer.report.sarif import render


def run_of(text: str) -> dict[str, Any]:
    """The one run of a log that has everything that code hosts ask for."""
    log = json.loads(text)
    assert log["version"] == "2.1.0"
    run: dict[str, Any]
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in ("error", "warning", "note")
        assert result["message"]["text"]
        (location,) = result["locations"]
        place = location["physicalLocation"]
        assert place["artifactLocation"]["uriBaseId"] == "%SRCROOT%"
        assert not place["artifactLocation"]["uri"].startswith("/")
        assert place["region"]["startLine"] >= 1
    fingerprints = [tuple(r["partialFingerprints"].values()) for r in run["results"]]
    assert len(set(fingerprints)) == len(fingerprints)
    return run


def test_results_stand_at_their_places_in_the_repository(tmp_path: Path) -> None:
    run = run_of(render(report("migrate", migration(tmp_path), 0)))
    todo = run["results"][0]
    assert todo["ruleId"] == "US301"
    assert todo["level"] == "warning"
    place = todo["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "back/blog/gr%C3%B6%C3%9Fe.py"
    assert place["region"] == {"startLine": 3, "startColumn": 1}


def test_rules_have_their_pages(tmp_path: Path) -> None:
    run = run_of(render(report("migrate", migration(tmp_path), 0)))
    rules = {rule["id"]: rule for rule in run["tool"]["driver"]["rules"]}
    assert rules["US301"]["fullDescription"]["text"] == all_rules()["US301"].page
    assert rules["US301"]["helpUri"].startswith("https://")
    assert run["tool"]["driver"]["informationUri"].startswith("https://")


def test_fingerprints_outlive_lines_above(tmp_path: Path) -> None:
    made = report("migrate", migration(tmp_path), 0)
    before = run_of(render(made))["results"]
    first, *rest = made.findings
    moved = replace(
        made,
        findings=(replace(first, line=first.line + 1), *rest),
        finished={first.path: b"above\n" + made.finished[first.path]},
    )
    after = run_of(render(moved))["results"]
    assert before[0]["partialFingerprints"] == after[0]["partialFingerprints"]


def test_two_equal_lines_differ(tmp_path: Path) -> None:
    made = report("migrate", migration(tmp_path), 0)
    (tmp_path / "back/blog/größe.py").write_bytes(b"same\n" * 9)
    run_of(render(replace(made, findings=tuple(replace(made.findings[0], line=n) for n in (1, 2)))))


def test_a_refusal_says_why() -> None:
    run = run_of(render(failed("migrate", Refused("It is not.", "Make it."))))
    assert run["invocations"][0]["executionSuccessful"] is False
    (notification,) = run["invocations"][0]["toolExecutionNotifications"]
    assert notification["message"]["text"] == "It is not. Make it."
