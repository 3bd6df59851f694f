"""What becomes of a match: an edit, a finding, or nothing."""

from __future__ import annotations

from collections.abc import Iterable

from transformer.codemod.matches import PER_FILE, Match, positions, settle
from transformer.codemod.rules import Rule
from transformer.edits import Rewrite
from transformer.findings import Finding, Level

ONE = Rule(__name__, "US001", "one", Level.TODO)
TWO = Rule(__name__, "US002", "two", Level.NOTE)


def nothing(_: bytes) -> Iterable[Match]:
    return ()


def match(rule: Rule, start: int, end: int, certain: bool = True) -> Match:
    return Match(rule, start, end, "Said.", "Do.", b"new", certain)


def test_certain_is_edited_and_not_mentioned() -> None:
    (only,) = settle("x", b"a old b", [match(ONE, 2, 5)], False, nothing)
    assert isinstance(only, Rewrite)
    assert only.splices[0].replacement == b"new"


def test_likely_is_a_finding_or_a_reviewed_edit() -> None:
    likely = [match(ONE, 2, 5, certain=False)]
    (only,) = settle("x", b"a old b", likely, False, nothing)
    assert only == Finding("US001", Level.TODO, "x", 1, 3, "Said.", "Do.")
    rewrite, review = settle("x", b"a old b", likely, True, nothing)
    assert isinstance(rewrite, Rewrite)
    assert isinstance(review, Finding)
    assert review.level is Level.REVIEW


def test_of_two_matches_of_the_same_bytes_the_first_given_counts() -> None:
    (only,) = settle("x", b"a old b", [match(TWO, 2, 4), match(ONE, 2, 5)], False, nothing)
    assert isinstance(only, Rewrite)
    assert [s.rule for s in only.splices] == ["US002"]


def test_a_line_is_ignored_by_code_or_altogether() -> None:
    for comment in (
        b"# usershift: ignore[US001]",
        b"<!-- usershift:ignore[US009, US001] -->",
        b"-- usershift: ignore",
    ):
        source = b"old " + comment + b"\nold\n"
        assert list(settle("x", source, [match(ONE, 0, 3)], True, nothing)) == []
        assert list(
            settle("x", source, [match(ONE, len(source) - 4, len(source) - 1)], True, nothing)
        )
    source = b"old # usershift: ignore[US002]"
    assert list(settle("x", source, [match(ONE, 0, 3)], False, nothing))


def test_an_edit_whose_result_still_holds_something_certain_is_given_up() -> None:
    again = [match(ONE, 0, 1)]
    (only,) = settle("x", b"a old b", [match(ONE, 2, 5)], False, lambda _: again)
    assert isinstance(only, Finding)
    assert only.level is Level.TODO


def test_many_findings_become_few_that_name_every_line() -> None:
    source = b"old\n" * 100
    many = [match(ONE, at, at + 3, certain=False) for at in range(0, 400, 4)]
    findings = [f for f in settle("x", source, many, False, nothing) if isinstance(f, Finding)]
    assert len(findings) == PER_FILE + 1
    assert findings[-1].line == PER_FILE + 1
    assert findings[-1].message.endswith(", 100.")


def test_columns_count_characters() -> None:
    source = "é\nüß old".encode()
    assert positions(source, [8, 0]) == {0: (1, 1), 8: (2, 4)}
