"""Command lines: their words, the commands in quotes, and what starts Django."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transformer.formats.commands import Programs, commands, invocations, programs_of


def words(text: str) -> list[list[str]]:
    return [[word.value for word in command.words] for command in commands(text.encode())]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a b; c && d | e &", [["a", "b"], ["c"], ["d"], ["e"]]),
        ("a \\\n  b # c d\ne", [["a", "b"], ["e"]]),
        ("a > log 2>&1 <<EOF\nb", [["a"], ["b"]]),
        ("a 'b'\"c\" d,e", [["a", "bc", "d,e"]]),
        ('["a", "b","c", ]', [["a", "b", "c"]]),
        ("pip install x[y] {a,b} ${z}", [["pip", "install", "x[y]", "{a,b}", "${z}"]]),
        ("a ${{ x.y }} {{ b }} {% c %}", [["a", "${{ x.y }}", "$b", "{% c %}"]]),
        ("x $(a b) `c d`", [["x", "$(a b)", "`c d`"], ["a", "b"], ["c", "d"]]),
        ("x=(\n  'a b'\n)", [["x=(\n  a b\n)"], ["a b"], ["a", "b"]]),
        ("a 'b\nc", [["a"], ["b"], ["c"]]),
        (':inline => "a b"', [[":inline", "=>", "a b"], ["a", "b"]]),
        (r'{"a": "b \"c && d\"\n"}', [["a:", r"b c && d\n"], ["b", "c && d "], ["c"], ["d"]]),
    ],
)
def test_the_words_of_each_command(text: str, found: list[list[str]]) -> None:
    assert words(text) == found


@given(st.text("ab '\"$(){}[]\\\n;&|<>#=`,").map(str.encode))
def test_the_places_are_those_of_the_words(text: bytes) -> None:
    for command in commands(text, 7):
        for word in command.words:
            assert 7 <= word.start < word.end <= 7 + len(text)
            if command.outer is None:
                assert text[word.start - 7 : word.end - 7] == word.raw
            else:
                assert command.start <= word.start and word.end <= command.stop


def test_a_command_knows_the_one_around_it() -> None:
    outer, inner, *rest = commands(b"ssh host 'ls -l'; x 'a b; c'")
    assert (inner.outer, inner.holder, inner.alone) == (outer, 2, True)
    assert [command.alone for command in rest if command.outer] == [False, False]


@pytest.mark.parametrize(
    ("text", "names", "sure"),
    [
        ("python a/manage.py --settings x migrate blog", ["migrate"], [True]),
        ("docker compose run django python manage.py check", ["python", "check"], [False, True]),
        ("python -m django -v2 shell", ["shell"], [True]),
        ("$MANAGE_PY check", ["check"], [False]),
        ("${RUN} check", ["check"], [True]),
        ("site check", ["check"], [True]),
        ("cat manage.py", [], []),
    ],
)
def test_what_starts_django(text: str, names: list[str], sure: list[bool]) -> None:
    (command,) = commands(text.encode())
    programs = programs_of(b'RUN="uv run manage.py"\n', frozenset({"site"}))
    found = list(invocations(command.words, programs))
    assert [each.name for each in found] == names
    assert [each.sure for each in found] == sure


def test_functions_that_hand_their_words_on() -> None:
    found = programs_of(b'manage() {\n  python manage.py "$@"\n}\nother() {\n ls "$@"\n}\n')
    assert found == Programs(frozenset({"manage"}))
