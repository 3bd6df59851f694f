"""What was proven, on a terminal: the end says what it comes to."""

from __future__ import annotations

from pathlib import Path

from tests.cli.called import plain_project
from transformer.project import discover
from transformer.proof.outcome import Proof, Verdict, skipped
from transformer.report import proven, text

HELD = Proof("rows", Verdict.PROVEN, "Every row is the same.")
LOST = Proof("logins", Verdict.FAILED, "Old sessions are opened.", ("nobody is logged in",))


def said(tmp_path: Path, *proofs: Proof) -> list[str]:
    site = discover(plain_project(tmp_path / "site"))
    lines = text.render(proven("verify", site, proofs, "Before: HEAD.")).rstrip().splitlines()
    return [line.rstrip() for line in lines]


def test_what_was_left_out_is_named_where_all_else_holds(tmp_path: Path) -> None:
    last = said(tmp_path, HELD, skipped("tests", "No tests were found."))[-1]
    assert last == "One proof made, left out: tests. Before: HEAD."


def test_what_failed_comes_after_the_table(tmp_path: Path) -> None:
    told = ["logins failed", "  nobody is logged in", "", "One proof failed: logins."]
    assert said(tmp_path, HELD, LOST)[-6:] == [*told, "", "Before: HEAD."]
