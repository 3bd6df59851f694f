from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.report.made import PASSES, migration
from transformer import stages
from transformer.codemod.passes import Pass
from transformer.pipeline import Migration
from transformer.report.commits import messages

IDLE = Pass("idle", "Do nothing", lambda *_: iter(()))
# The second pass of the samples in :mod:`tests.report.made` is neutral here.
PREPARING = (PASSES[0], replace(PASSES[1], prepares="Prepare the references"))


def prepared(folder: Path) -> Migration:
    return stages.prepared(migration(folder, (IDLE, *PREPARING)))


def test_one_commit_switches_all_at_once(tmp_path: Path) -> None:
    (message,) = messages("migrate", migration(tmp_path, (IDLE, *PASSES)))
    subject, blank, *body = message.splitlines()
    assert subject == "Move from auth.User to users.User"
    assert blank == ""
    assert "- Add the users app" in body
    assert "- Rewrite the references" in body
    assert "- Do nothing" not in body
    assert "keeps the table auth_user" in message
    assert "with a plain `python manage.py migrate`" in " ".join(message.split())
    assert "Rules: US101, US201, US301, US310, US601, US701\n" in message


def test_what_asks_for_a_look_is_named(tmp_path: Path) -> None:
    (message,) = messages("migrate", migration(tmp_path))
    looks = message.partition("To look at:\n\n")[2]
    assert looks.startswith("- blog/größe.py:3: imported auth user (US301, to be done by hand)\n")
    assert "blog/größe.py:32" in looks
    assert "US902" not in looks


def test_what_prepares_says_that_nothing_changes(tmp_path: Path) -> None:
    first, switch = messages("migrate", prepared(tmp_path))
    assert first.startswith("Prepare the references\n\nThis means the same under auth.User")
    assert "Commit 1 of 2" in first
    assert "adopt" not in first
    assert switch.startswith("Move from auth.User to users.User\n")
    assert "Rewrite the references" not in switch
    assert "Commit 2 of 2" in switch


@pytest.mark.parametrize(
    ("command", "subject", "said", "never"),
    [
        ("finalize", "Take the adoption of users.User out", "refused by Django", "keeps the table"),
        ("rename-table", "Rename the table auth_user to users_user", "a stop", "plain `python"),
    ],
)
def test_later_commands_say_what_they_do(
    tmp_path: Path, command: str, subject: str, said: str, never: str
) -> None:
    (message,) = messages(command, migration(tmp_path, PASSES[:1]))
    assert message.startswith(f"{subject}\n\n")
    assert said in " ".join(message.split())
    assert never not in " ".join(message.split())
    assert "Move from auth.User" not in message


def test_a_run_that_finds_what_came_back_does_not_move_again(tmp_path: Path) -> None:
    (message,) = messages("migrate", migration(tmp_path, PASSES[1:]))
    assert message.startswith("Point what still names auth.User at users.User\n")
    assert "adopt" not in message


def test_lines_fit(tmp_path: Path) -> None:
    for message in messages("migrate", prepared(tmp_path)):
        assert all(len(line) <= 72 for line in message.splitlines())
