"""Edits of one file: of two that want the same bytes, the first is made."""

from __future__ import annotations

import random

import pytest

from transformer.codemod.edit_list import EditList


@pytest.mark.parametrize(
    ("start", "end", "free"),
    [(0, 4, True), (4, 6, False), (5, 6, False), (3, 9, False), (8, 9, True), (5, 5, False)],
)
def test_a_range_is_given_once(start: int, end: int, free: bool) -> None:
    edits = EditList()
    assert edits.replace(4, 8, "new", "US301")
    edits.insert(6, "within", "US302")

    assert edits.replace(start, end, "other", "US303") is free


def test_what_is_inserted_where_a_range_begins_or_ends_is_not_in_its_way() -> None:
    edits = EditList()
    edits.insert(4, "import", "US301")
    edits.insert(8, "import", "US301")
    edits.insert(8, "import", "US301")

    assert edits.replace(4, 8, "new", "US303")
    assert [edit[:3] for edit in edits] == [(4, 4, "import"), (4, 8, "new"), (8, 8, "import")]


def test_it_says_the_same_as_comparing_with_every_edit() -> None:
    chance = random.Random(1)
    for _ in range(300):
        edits, made = EditList(), list[tuple[int, int]]()
        for _ in range(12):
            start = chance.randrange(30)
            end = start + chance.randrange(5)
            free = all(not (start < over and begun < end) for begun, over in made)
            assert edits.replace(start, end, "x", "US301") is free
            if free:
                made.append((start, end))
