from __future__ import annotations

import pytest

from tests.once import once


def test_what_is_made_is_made_once() -> None:
    calls = []

    @once
    def make(name: str) -> list[str]:
        calls.append(name)
        return [name]

    assert make("a") is make("a")
    assert make("b") == ["b"]
    assert calls == ["a", "b"]


@pytest.mark.parametrize("outcome", [pytest.skip.Exception, pytest.fail.Exception, OSError])
def test_a_skip_a_failure_and_an_error_are_kept(outcome: type[BaseException]) -> None:
    calls = []

    @once
    def make() -> None:
        calls.append(outcome)
        raise outcome("no such thing here")

    for _ in range(2):
        with pytest.raises(outcome, match="no such thing here"):
            make()
    assert calls == [outcome]
