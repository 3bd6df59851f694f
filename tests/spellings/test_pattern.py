"""A pattern with words of its own finds what the expression alone finds."""

from __future__ import annotations

import random

import pytest

from transformer.spellings import REACH, Pattern

EXPRESSION = r"(?<![\w.])auth\.(?P<name>\w+)(?!\w)"
NEAR, PLAIN = Pattern(EXPRESSION, words=("auth.",)), Pattern(EXPRESSION)


@pytest.mark.parametrize("gap", [0, 1, REACH - 5, REACH, 2 * REACH - 10, 2 * REACH, 5 * REACH])
def test_it_finds_the_same_wherever_the_words_stand(gap: int) -> None:
    text = "auth.user" + " " * gap + "auth.group xauth.user auth.\n" + "-" * gap + "auth.last"
    for each in (text, text.encode()):
        found = [(match.span(), match["name"]) for match in NEAR.finditer(each)]
        assert found == [(match.span(), match["name"]) for match in PLAIN.finditer(each)]
    assert len(list(NEAR.finditer(text))) == (3 if gap else 2)


def test_it_finds_the_same_in_any_text() -> None:
    chance = random.Random(1)
    for _ in range(200):
        text = "".join(chance.choice(["auth.", "user", " ", ".", "x" * 90]) for _ in range(40))
        found = [match.span() for match in NEAR.finditer(text)]
        assert found == [match.span() for match in PLAIN.finditer(text)]
        first = NEAR.search(text)
        assert (first.span() if first else None) == (found[0] if found else None)


def test_a_text_without_the_words_is_not_searched() -> None:
    assert Pattern(r"(?:x+x+)+y|auth", words=("auth",)).search("x" * 5000) is None
