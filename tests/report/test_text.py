from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tests.report.made import migration
from transformer.errors import Refused
from transformer.findings import Finding, Level
from transformer.report import failed, report
from transformer.report.text import View, render


def test_what_was_done_and_what_is_left(tmp_path: Path) -> None:
    text = render(report("migrate", migration(tmp_path), 0, "5 files changed."))
    assert "blog project" in text
    assert "strategy bridge" in text
    assert "blog/größe.py:3:1  US301" in text
    assert "Write [this]." in text
    assert "To do by hand (1)" in text
    assert text.index("To do by hand") < text.index("worth a look") < text.index("Good to know")
    assert text.rstrip().endswith("5 files changed.")


def test_long_lists_say_how_many_more_there_are(tmp_path: Path) -> None:
    made = report("migrate", migration(tmp_path), 0)
    many = tuple(Finding("US301", Level.TODO, "a.py", n + 1, 1, f"Number {n}.") for n in range(55))
    text = render(replace(made, findings=many))
    assert "Number 19." in text
    assert "Number 20." not in text
    assert "and 35 more: `--show todo` lists them all" in text


def test_a_refusal_is_one_line_and_its_remedy() -> None:
    assert render(failed("migrate", Refused("It is not.", "Make it."))) == (
        "usershift: It is not.\nMake it.\n"
    )


def test_what_blocks_is_all_that_is_said_of_a_run_that_did_nothing(tmp_path: Path) -> None:
    made = report("migrate", migration(tmp_path), 3, "Refused: nothing was written.")
    blocker = Finding("US102", Level.BLOCKER, "a.py", 1, 1, "It is another model.")
    text = render(replace(made, findings=(blocker, *made.findings)))
    assert "It is another model." in text
    assert "worth a look" not in text
    assert "edits by rule" not in text
    assert text.rstrip().endswith("Refused: nothing was written.")


def test_one_level_is_listed_to_its_end(tmp_path: Path) -> None:
    made = report("migrate", migration(tmp_path), 0)
    many = tuple(Finding("US301", Level.TODO, "a.py", n + 1, 1, f"Number {n}.") for n in range(55))
    found = replace(made, findings=(*many, *made.findings))
    text = render(found, View(level=Level.TODO))
    assert "Number 54." in text
    assert "worth a look" not in text
    whole = render(found, View(all=True))
    assert "Number 54." in whole
    assert "worth a look" in whole


def test_the_codes_are_shown_where_they_were_asked_for(tmp_path: Path) -> None:
    made = report("migrate", migration(tmp_path), 0)
    assert "edits by rule" not in render(made)
    assert "edits by rule" in render(made, View(verbose=True))


def test_quiet_leaves_only_what_stands_in_the_way(tmp_path: Path) -> None:
    made = report("migrate", migration(tmp_path), 0, "5 files changed.")
    assert render(made, View(quiet=True)) == ""
    blocker = Finding("US102", Level.BLOCKER, "a.py", 1, 1, "It is another model.")
    text = render(replace(made, findings=(blocker,)), View(quiet=True))
    assert "It is another model." in text
    assert "strategy" not in text
