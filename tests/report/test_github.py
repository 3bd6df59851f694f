from __future__ import annotations

from pathlib import Path

from tests.report.made import migration
from transformer.errors import Refused
from transformer.report import failed, report
from transformer.report.github import render


def test_each_finding_is_one_line(tmp_path: Path) -> None:
    todo, review, note = render(report("migrate", migration(tmp_path), 0)).splitlines()
    place = "file=back/blog/größe.py,line"
    assert (
        todo == f"::warning title=usershift US301,{place}=3,col=1::Several%0Alines. Write [this]."
    )
    assert review == f"::notice title=usershift US310,{place}=32,col=5::Look, 100%25: here. Do it."
    assert note == "::notice title=usershift US902::Of the whole <project>."


def test_a_refusal_is_an_error() -> None:
    assert render(failed("migrate", Refused("It is not.", "Make it."))) == (
        "::error title=usershift::It is not. Make it.\n"
    )
