"""The formats of GitLab, JUnit and reviewdog."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

from tests.report.made import migration
from transformer.errors import ErrorCode, Refused
from transformer.findings import Finding, Level
from transformer.report import Report, failed, gitlab, junit, rdjson, report

REFUSED = failed("migrate", Refused("It is not.", "Make it.", code=ErrorCode.NOT_DJANGO))


def made(folder: Path) -> Report:
    return report("migrate", migration(folder), 0)


def test_gitlab(tmp_path: Path) -> None:
    todo, review, note = json.loads(gitlab.render(made(tmp_path)))
    assert todo["check_name"] == "US301"
    assert todo["severity"] == "major"
    assert todo["location"] == {"path": "back/blog/größe.py", "lines": {"begin": 3}}
    assert todo["description"] == "Several\nlines. Write [this]."
    assert note["location"] == {"path": "back/manage.py", "lines": {"begin": 1}}
    assert len({one["fingerprint"] for one in (todo, review, note)}) == 3


def test_gitlab_is_told_of_a_refusal() -> None:
    (issue,) = json.loads(gitlab.render(REFUSED))
    assert (issue["check_name"], issue["severity"]) == ("not-django", "blocker")


def test_reviewdog(tmp_path: Path) -> None:
    document = json.loads(rdjson.render(made(tmp_path)))
    assert document["source"] == {"name": "usershift"}
    todo, _, note = document["diagnostics"]
    assert todo["severity"] == "WARNING"
    assert todo["code"]["value"] == "US301"
    assert todo["code"]["url"].startswith("https://")
    assert todo["location"] == {
        "path": "back/blog/größe.py",
        "range": {"start": {"line": 3, "column": 1}},
    }
    assert "range" not in note["location"]
    (refused,) = json.loads(rdjson.render(REFUSED))["diagnostics"]
    assert refused["code"] == {"value": "not-django"}


def test_junit_has_a_test_for_each_file(tmp_path: Path) -> None:
    suite = suite_of(made(tmp_path))
    assert suite.attrib["tests"] == "2"
    assert suite.attrib["failures"] == "1"
    failing = suite.find("testcase[@name='back/blog/größe.py']")
    assert failing is not None
    (failure,) = failing.findall("failure")
    assert failure.attrib["type"] == "US301"
    assert "US310" in failing.findtext("system-out", "")
    passing = suite.find("testcase[@name='the project']")
    assert passing is not None
    assert passing.find("failure") is None


def test_junit_of_a_run_without_findings_and_of_a_refusal(tmp_path: Path) -> None:
    clean = suite_of(replace(made(tmp_path), findings=()))
    assert (clean.attrib["tests"], clean.attrib["failures"]) == ("1", "0")
    refused = suite_of(REFUSED)
    assert refused.attrib["errors"] == "1"


def test_junit_holds_no_character_that_xml_cannot(tmp_path: Path) -> None:
    odd = Finding("US301", Level.TODO, "a\x01.py", 1, 1, "What\x08 <is> \ud800 this?")
    suite = suite_of(replace(made(tmp_path), findings=(odd,)))
    failure = suite.find("testcase/failure")
    assert failure is not None
    assert "<is>" in (failure.text or "")


def suite_of(found: Report) -> ElementTree.Element:
    suite = ElementTree.fromstring(junit.render(found).encode()).find("testsuite")
    assert suite is not None
    return suite
