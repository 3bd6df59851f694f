"""A few files that are changed at random; ``python -m tests.fuzz`` does it a million times."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fuzz.inputs import ONE_FILE, PARSERS, Target, check_project, project, targets
from tests.fuzz.mutation import mutated
from tests.fuzz.projects import AROUND, OPTIONS, check_edits, check_parses, migrated
from tests.fuzz.seeds import seeds
from transformer.tree import FileChange

TARGETS = targets(seeds())


def of(part: str) -> Sequence[Target]:
    return [target for target in TARGETS if target.part == part]


@pytest.mark.parametrize("target", of(PARSERS), ids=lambda target: target.name)
@settings(max_examples=20)
@given(st.randoms(use_true_random=False))
def test_parsers(target: Target, random: Random) -> None:
    target.check(mutated(random, target.seeds))


@pytest.mark.parametrize("target", of(ONE_FILE), ids=lambda target: target.name)
def test_one_file_in_a_project(target: Target) -> None:
    target.check(mutated(Random(target.name), target.seeds))


def test_a_project_of_many_files() -> None:
    check_project(project(Random(1), seeds()))


def test_the_same_name_makes_the_same_input() -> None:
    """A fault is said with it."""
    contents = seeds()[".py"]
    made = {mutated(Random(f"views {number}"), contents) for number in range(100)}
    assert made == {mutated(Random(f"views {number}"), contents) for number in range(100)}
    assert len(made) > 90


def test_what_is_looked_for_is_seen() -> None:
    """A result that no longer parses, and a line that no edit is near."""
    with pytest.raises(AssertionError, match="no longer parses"):
        check_parses(FileChange("a.py", b"x = 1\n", b"x = \n"))
    check_parses(FileChange("a.py", b"x = \n", b"y = \n"))
    done = migrated(AROUND, OPTIONS[0])
    (change,) = [each for each in done.changes if each.path == "blog/models.py"]
    check_edits(done, change)
    further = b"# a line\n" * 100
    assert change.before is not None and change.after is not None
    wrong = FileChange("blog/models.py", change.before + further, change.after + further + b"x\n")
    with pytest.raises(AssertionError, match="no edit is near"):
        check_edits(done, wrong)
