"""What becomes of what rules report of a text: an edit, a finding, or nothing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transformer.codemod.engine import Revision, revise
from transformer.codemod.rules import Rule, Ruleset, Safe, Suggested
from transformer.codemod.text_file import PER_FILE, TextFile
from transformer.contents import positions
from transformer.findings import Finding, Level
from transformer.options import Options
from transformer.project import Project
from transformer.semantics import References
from transformer.tree import Tree


def looking_for(word: bytes, code: str, edit: Safe | None, priority: int = 0) -> Rule:
    rule = Rule(__name__, code, code, Level.TODO)

    @rule.on(TextFile, words=(word.decode(),), priority=priority)
    def find(file: TextFile) -> None:
        for found in re.finditer(word, file.view):
            file.report(rule, *found.span(), "Said.", "Do.", edit=edit)

    return rule


EMPTY = Project(Path("/"), "x", None, (), None, (), ())
INDEX = References(EMPTY, Tree(Path("/"), ()))
SAFE = looking_for(b"old", "US001", Safe("new"))
LIKELY = looking_for(b"old", "US001", Suggested("new"))


def revised(source: bytes, *rules: Rule, suggested: bool = False) -> Revision:
    return revise(TextFile("x", source, Options(suggested=suggested)), Ruleset(rules), INDEX)


def edits(revision: Revision) -> list[tuple[int, bytes, str]]:
    splices = revision.rewrite.splices if revision.rewrite else ()
    return [(splice.start, splice.replacement, splice.rule) for splice in splices]


def test_a_safe_edit_is_made_and_not_mentioned() -> None:
    done = revised(b"a old b", SAFE)
    assert (edits(done), done.findings) == ([(2, b"new", "US001")], ())


def test_a_suggested_edit_is_a_finding_or_made_and_reviewed() -> None:
    done = revised(b"a old b", LIKELY)
    assert done == Revision((Finding("US001", Level.TODO, "x", 1, 3, "Said.", "Do."),))
    done = revised(b"a old b", LIKELY, suggested=True)
    assert edits(done) == [(2, b"new", "US001")]
    message = "Said. It was changed to new, as --suggested asks."
    assert done.findings == (Finding("US001", Level.REVIEW, "x", 1, 3, message),)


def test_of_reports_that_overlap_the_first_counts_and_then_the_priority() -> None:
    longer = looking_for(b"d b", "US002", None)
    assert edits(revised(b"a old b", longer, SAFE)) == [(2, b"new", "US001")]
    urgent = looking_for(b"ol", "US002", None, priority=1)
    done = revised(b"a old b", SAFE, urgent)
    assert (edits(done), [each.code for each in done.findings]) == ([], ["US002"])


def test_what_another_pass_answers_for_is_left_to_it() -> None:
    file = TextFile("x", b"old old old", Options())
    file.taken = ((2, 5),)
    assert edits(revise(file, Ruleset((LIKELY,)), INDEX)) == []
    assert [each.column for each in file.findings] == [9]


@pytest.mark.parametrize(
    "comment",
    [
        b"# usershift: ignore[US001]",
        b"<!-- usershift:ignore[US009, US001] -->",
        b"-- usershift: ignore",
    ],
)
def test_a_line_is_ignored_by_code_or_altogether(comment: bytes) -> None:
    done = revised(b"old " + comment + b"\nold\n", LIKELY)
    assert [each.line for each in done.findings] == [2]


def test_a_line_that_another_rule_is_to_ignore_is_not() -> None:
    assert revised(b"old # usershift: ignore[US002]", LIKELY).findings


def test_an_edit_that_a_second_run_would_make_again_is_given_up() -> None:
    done = revised(b"a\nold b", looking_for(b"old", "US001", Safe("older")))
    assert done.rewrite is None
    assert [(each.code, each.level, each.line) for each in done.findings] == [
        ("US902", Level.TODO, 2)
    ]


def test_what_a_line_has_many_times_is_said_once() -> None:
    findings = revised(b"old " * 40 + b"\n" + b"old\n", LIKELY).findings
    assert [(finding.line, finding.column) for finding in findings] == [(1, 1), (2, 1)]


def test_many_findings_become_few_that_name_every_line() -> None:
    findings = revised(b"old\n" * 100, LIKELY).findings
    assert len(findings) == PER_FILE + 1
    assert findings[-1].line == PER_FILE + 1
    assert findings[-1].message.endswith(", 100.")


def test_columns_count_characters() -> None:
    source = "é\nüß old".encode()
    assert positions(source, [8, 0]) == {0: (1, 1), 8: (2, 4)}


WORDS = (b"auth", b"auth_user", b'"auth"', b"app-auth", b"django.contrib.auth.models", b"user")


@given(st.lists(st.sampled_from([*WORDS, b"app-", b"django.", b".models", b"\n", b"x" * 60])))
def test_a_file_mentions_what_it_holds(parts: list[bytes]) -> None:
    view = b"".join(parts)
    file = TextFile("a.txt", view, Options())
    assert [file.mentions(word) for word in WORDS] == [word in view for word in WORDS]
