"""What counts as a difference, and what does not."""

from __future__ import annotations

from typing import Any

from transformer.proof import compare
from transformer.proof.outcome import Verdict

PAGE: dict[str, Any] = {"status": "200", "templates": ["a.html"], "headers": [], "text": ["one"]}
TABLE: dict[str, Any] = {"columns": ["id"], "count": 1, "sum": "x", "rows": ["(1,)"]}


def test_what_was_open_before_is_no_difference() -> None:
    proof = compare.pending(["auth: Add field following to user", "blog: Add b"], [], "people")
    assert proof.verdict is Verdict.PROVEN
    moved = ["people: Add field following to user"]
    same = compare.pending(["auth: Add field following to user"], moved, "people")
    assert (same.verdict, same.evidence[0][:4]) == (Verdict.PROVEN, "open")
    kept = compare.pending(["auth: Alter field id on user"], ["auth: Alter field id on user"], "p")
    assert kept.verdict is Verdict.PROVEN
    new = compare.pending(["auth: Add field following to group"], moved, "people")
    assert new.evidence == ("people: Add field following to user",)


def test_settings_that_never_start_are_a_limit() -> None:
    broken = {"prod": "Traceback\nKeyError: 'SECRET'"}
    proof = compare.checks(broken, broken)
    assert proof.verdict is Verdict.PROVEN
    assert "neither before nor after: KeyError" in proof.evidence[0]
    assert compare.checks({"prod": []}, broken).verdict is Verdict.FAILED  # type: ignore[dict-item]
    assert compare.checks(broken, {"prod": []}).verdict is Verdict.PROVEN  # type: ignore[dict-item]


def test_warnings_that_were_there_before_are_no_difference() -> None:
    old, new = [30, "models.W042", "blog.Post", "Auto"], [40, "fields.E301", "blog.Post", "Swapped"]
    assert compare.checks({"s": [old]}, {"s": [old]}).verdict is Verdict.PROVEN
    proof = compare.checks({"s": [old]}, {"s": [old, new]})
    assert proof.evidence == ("s: fields.E301 blog.Post: Swapped",)


def test_the_first_difference_of_a_page_is_shown() -> None:
    for part, value, said in (
        ("status", "500", "200 before, 500 after"),
        ("templates", ["b.html"], "templates no longer a.html; new b.html"),
        ("headers", ["X-A: 1"], "headers new X-A: 1"),
        ("text", ["two"], "-one | +two"),
    ):
        proof = compare.pages({"/ nobody": PAGE}, {"/ nobody": {**PAGE, part: value}})
        assert proof.evidence == (f"/ nobody: {said}",)
    assert compare.pages({"/ nobody": PAGE}, {}).verdict is Verdict.FAILED
    unsteady = {**PAGE, "text": None}
    assert compare.pages({"/ nobody": PAGE}, {"/ nobody": unsteady}).verdict is Verdict.PROVEN


def test_a_row_that_is_gone_is_shown() -> None:
    assert compare.rows({"t": TABLE}, {}, "users").evidence == ("t is gone",)
    now = {**TABLE, "sum": "y", "rows": ["(2,)"]}
    proof = compare.rows({"t": TABLE}, {"t": now}, "users")
    assert proof.evidence == ("t: 1 rows before, 1 after; was (1,); is (2,)",)


def test_only_the_content_type_of_users_may_move() -> None:
    types = {**TABLE, "columns": ["id", "app_label", "model"], "rows": ["(1, 'auth', 'user')"]}
    moved = {**types, "rows": ["(1, 'users', 'user')"]}
    name = "django_content_type"
    assert compare.rows({name: types}, {name: moved}, "users").verdict is Verdict.PROVEN
    other = {**types, "rows": ["(2, 'users', 'user')"]}
    assert compare.rows({name: types}, {name: other}, "users").verdict is Verdict.FAILED


def test_a_key_whose_rows_lead_nowhere_is_a_difference_once_it_is_new() -> None:
    assert compare.foreign_keys({"a -> b": 1}, {"a -> b": 1}).verdict is Verdict.PROVEN
    assert compare.foreign_keys({"a -> b": 0}, {"a -> b": 1}).verdict is Verdict.FAILED
    assert compare.foreign_keys({"a -> b": 0}, {}).verdict is Verdict.FAILED


def test_many_differences_are_counted() -> None:
    assert compare.first(["a"] * 9) == ["a"] * 5 + ["and 4 more"]
    assert compare.first(["a"] * 5) == ["a"] * 5


def test_an_index_that_is_gone_is_a_loss_and_a_new_one_is_none() -> None:
    was = {"t": ["id integer", "index of a", "index of a"]}
    proof = compare.schema(was, {"t": ["id integer", "index of a"]})
    assert proof.evidence == ("t: no longer index of a",)
    more = {"t": [*was["t"], "index of b"], "new": []}
    assert compare.schema(was, more).verdict is Verdict.PROVEN


def test_only_a_fixture_that_was_loaded_before_has_to_be_loaded_after() -> None:
    was = {"a.json": "loaded", "b.json": "IntegrityError: no", "gone.json": "loaded"}
    now = {"a.json": "loaded", "b.json": "DeserializationError: no"}
    proof = compare.fixtures(was, now)
    assert (proof.verdict, proof.evidence) == (
        Verdict.PROVEN,
        ("2 cannot be loaded alone before, or are not there after",),
    )
    proof = compare.fixtures(was, {**now, "a.json": "DoesNotExist: none"})
    assert proof.evidence == ("a.json: DoesNotExist: none",)


def test_what_fails_before_and_after_says_why_most_of_it_does() -> None:
    outcomes = {"a": "error", "b": "error", "c": "failed", "d": "passed"}
    reasons = {"a": "Traceback\nValueError: no entry", "b": "ValueError: no entry", "c": "1 != 2"}
    proof = compare.tests(outcomes, outcomes, reasons)
    words = "3 of them fail before and after, 2 with: ValueError: no entry"
    assert (proof.verdict, proof.evidence) == (Verdict.PROVEN, (words,))
    broken = {"/ nobody": {**PAGE, "status": "ValueError: no entry"}}
    words = "1 of them fails before and after: ValueError: no entry"
    assert compare.pages(broken, broken).evidence == (words,)
    assert compare.pages({"/ nobody": PAGE}, {"/ nobody": PAGE}).evidence == ()


def test_where_there_is_nothing_to_prove_that_is_said() -> None:
    assert compare.permissions({}, {}).how == "The code asks for no permission of users by its name"
    assert compare.fixtures({}, {}).how == "The project has no fixtures"


def test_the_key_is_that_of_the_column_and_not_of_the_code_before() -> None:
    before = {"user": "BigAutoField", "migrated": "AutoField"}
    narrow, wide = ({"user": each, "migrated": each} for each in ("AutoField", "BigAutoField"))
    assert compare.key_type(before, narrow).verdict is Verdict.PROVEN
    (said,) = compare.key_type(before, wide).evidence
    assert (
        said
        == "the key of the user model is of type BigAutoField, and its column of type AutoField"
    )
