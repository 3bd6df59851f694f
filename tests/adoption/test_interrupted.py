"""Killed between two statements, run by two at once, run twice: the outcome is the same."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest

from tests.adoption.conftest import Old
from tests.adoption.proof import check_nothing_lost
from tests.adoption.sites import Failed, Site
from tests.adoption.vendors import VENDORS
from tests.results import record

# What adopts a database with each strategy, and the variable part of a first release.
STEPS = {"bridge": ["migrate"], "command": ["adopt_users", "migrate"]}


def killed(new: Site, statement: int, steps: list[str]) -> bool:
    """Whether the process was killed before the statement; otherwise there were fewer."""
    process = new.start(*steps, KILL_AT=str(statement))
    _, complaint = process.communicate()
    if process.returncode not in (0, 9):
        raise Failed(complaint)
    return process.returncode == 9


@pytest.mark.parametrize("strategy", STEPS)
@pytest.mark.parametrize("vendor", VENDORS)
def test_killed_again_and_again_ever_later(
    old: Callable[..., Old], vendor: str, strategy: str
) -> None:
    """Each run gets further than the last, and the last one finds nothing half done."""
    made = old("4.2", vendor)
    new = made.site.with_users_app(strategy)
    statement = 2
    while killed(new, statement, STEPS[strategy]):
        statement += 6
    assert statement > 10
    check_nothing_lost(made.before, new.snapshot("migrate", "snapshot"))


@pytest.mark.soak
@pytest.mark.parametrize("merge", [False, True], ids=["move", "merge"])
@pytest.mark.parametrize("vendor", VENDORS)
def test_killed_at_any_statement(old: Callable[..., Old], vendor: str, merge: bool) -> None:
    """Every second one; `migrate` finishes what was begun."""
    kills = 0
    for statement in count(1, 2):
        made = old("4.2", vendor)
        new = made.site.with_users_app()
        if merge:
            new.run("migrate contenttypes", "use")
        if not killed(new, statement, ["migrate"]):
            break
        kills += 1
        after = new.snapshot("migrate", "snapshot")
        if merge:
            assert len(after["types"]) == 1
        else:
            check_nothing_lost(made.before, after)
    assert kills > 20
    what = "two content types become one" if merge else "the content type moves"
    record("faults", f"adoption on {vendor}, {what}: killed before a statement", kills)


@pytest.mark.parametrize("merge", [False, True], ids=["move", "merge"])
@pytest.mark.parametrize("vendor", VENDORS)
def test_two_processes_at_once(
    old: Callable[..., Old], vendor: str, merge: bool, tmp_path: Path
) -> None:
    """Both wait for each other before their first change; both end well."""
    made = old("4.2", vendor)
    new = made.site.with_users_app()
    if merge:
        new.run("migrate contenttypes", "use")
    meeting = tmp_path / "meeting"
    meeting.mkdir()
    processes = [new.start("migrate", MEET=str(meeting)) for _ in range(2)]
    for process in processes:
        _, complaint = process.communicate()
        assert process.returncode == 0, complaint
    assert len(list(meeting.iterdir())) == 2, "they did not meet"
    after = new.snapshot("migrate", "snapshot", f"login {made.session}")
    if merge:
        assert len(after["types"]) == 1
        assert after["permissions"]["user3"] == ["?.change_user"]
    else:
        check_nothing_lost(made.before, after)


@pytest.mark.parametrize("vendor", VENDORS)
def test_two_commands_at_once(old: Callable[..., Old], vendor: str) -> None:
    made = old("4.2", vendor)
    new = made.site.with_users_app("command")
    processes = [new.start("adopt_users") for _ in range(2)]
    for process in processes:
        _, complaint = process.communicate()
        assert process.returncode == 0, complaint
    recorded = "SELECT count(*) FROM django_migrations WHERE app = 'users'"
    assert new.run(f"sql {recorded}") == "1"
    check_nothing_lost(made.before, new.snapshot("migrate", "snapshot"))


def test_the_second_run_does_nothing(old: Callable[..., Old]) -> None:
    new = old().site.with_users_app()
    first = new.snapshot("migrate", "snapshot")
    assert new.snapshot("migrate", "migrate", "snapshot") == first
