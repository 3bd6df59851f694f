from __future__ import annotations

from pathlib import Path

from tests.report.made import PASSES, migration
from transformer.codemod.passes import Pass
from transformer.report.commits import messages

IDLE = Pass("idle", "Do nothing", lambda *_: iter(()))


def test_the_first_that_does_something_introduces_the_whole(tmp_path: Path) -> None:
    idle, first, second = messages(migration(tmp_path, (IDLE, *PASSES)))
    subject, blank, *body = first.splitlines()
    assert subject == "Move from auth.User to users.User"
    assert blank == ""
    assert "1. Add the users app" in body
    assert "2. Rewrite the references" in body
    assert idle.startswith("Do nothing\n")
    assert second == "Rewrite the references\n\nRules: US301, US310, US601, US701\n"


def test_lines_fit(tmp_path: Path) -> None:
    for message in messages(migration(tmp_path)):
        assert all(len(line) <= 72 for line in message.splitlines())
