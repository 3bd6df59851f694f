from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests.report.made import migration
from transformer.errors import Refused
from transformer.report import Report, failed, report
from transformer.report.assessment import assess
from transformer.report.json import render

SCHEMA = json.loads((Path(__file__).parents[2] / "docs/report.schema.json").read_text())


def valid(made: Report) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(render(made))
    Draft202012Validator.check_schema(SCHEMA)
    Draft202012Validator(SCHEMA).validate(document)
    return document


def test_a_migration(tmp_path: Path) -> None:
    document = valid(report("migrate", migration(tmp_path), 0, "5 files changed.", b"diff\xff"))
    assert document["files"] == [
        {"path": "blog/binary.gz", "status": "modified", "old_path": None},
        {"path": "blog/größe.py", "status": "modified", "old_path": None},
        {"path": "manage.py", "status": "modified", "old_path": None},
        {"path": "users/list.html", "status": "renamed", "old_path": "auth/list.html"},
        {"path": "users/models.py", "status": "added", "old_path": None},
    ]
    assert [(p["name"], p["files"], p["edits"]) for p in document["passes"]] == [
        ("settings", 2, 2),
        ("references", 3, 4),
    ]
    assert {"rule": "US310", "path": "blog/größe.py", "line": 32} in document["edits"]
    assert [f["level"] for f in document["findings"]] == ["todo", "review", "note"]
    assert document["exit_code"] == 0
    assert document["diff"] == "diff\ufffd"


def test_a_refusal_has_the_same_keys(tmp_path: Path) -> None:
    refusal = valid(failed("migrate", Refused("It is not.", "Make it.")))
    made = valid(report("migrate", migration(tmp_path), 0))
    assert refusal.keys() == made.keys()
    assert refusal["project"] is None
    assert refusal["exit_code"] == 3
    assert refusal["error"] == {"code": "refused", "message": "It is not.", "remedy": "Make it."}


def test_an_assessment_has_the_facts_of_the_project(tmp_path: Path) -> None:
    made = migration(tmp_path)
    assert valid(report("assess", made, 0))["assessment"] is None
    found = valid(replace(report("assess", made, 0), assessment=assess(made)))["assessment"]
    assert found["users_app"] == {"module": "users", "path": "users"}
    assert "plain migrate" in found["why"]


@pytest.mark.parametrize(
    "key",
    ["schema", "project", "passes", "edits", "findings", "files", "strategy", "exit_code"],
)
def test_the_promised_keys_are_required(key: str) -> None:
    assert key in SCHEMA["required"]
