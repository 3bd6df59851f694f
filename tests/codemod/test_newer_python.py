"""Syntax that the Python which runs usershift does not read."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.pipeline import pass_named
from tests.projects import project_at, write_files
from transformer import pipeline
from transformer.findings import Level
from transformer.options import Options

GENERIC = (
    "from django.contrib.auth.models import {}\n\n\ndef first[T](of: list[T]) -> T:\n    pass\n"
)


def levels(root: Path, source: str, exclude: tuple[str, ...] = ()) -> list[Level]:
    write_files(root, {"blog/views.py": source})
    done = pipeline.run(project_at(root), Options(), [pass_named("references")], exclude)
    assert not done.changes
    return [finding.level for finding in done.findings if finding.code == "US901"]


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="this Python reads it")
def test_a_file_that_is_too_new_stops_the_migration_where_it_names_the_user(tmp_path: Path) -> None:
    assert levels(tmp_path / "a", GENERIC.format("User")) == [Level.BLOCKER]
    assert levels(tmp_path / "b", GENERIC.format("User"), ("blog/views.py",)) == []
    assert levels(tmp_path / "c", GENERIC.format("Group")) == [Level.TODO]


def test_a_file_for_python_2_does_not(tmp_path: Path) -> None:
    source = "from django.contrib.auth.models import User\n\nprint User\n"
    assert levels(tmp_path, source) == [Level.TODO]
