"""Things that tests share: made once in each process, also when that fails."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

import pytest

T = TypeVar("T")


def once(make: Callable[..., T]) -> Callable[..., T]:
    """Like ``functools.cache``, but what is raised is kept as well.

    What skips the first test that asks skips every other one, and what fails is not tried again on
    top of what the first try has left behind.
    """
    kept: dict[tuple[Any, ...], T] = {}
    raised: dict[tuple[Any, ...], BaseException] = {}

    @wraps(make)
    def made(*arguments: Any) -> T:
        if arguments in raised:
            raise raised[arguments].with_traceback(None)
        if arguments not in kept:
            try:
                kept[arguments] = make(*arguments)
            except (Exception, pytest.skip.Exception, pytest.fail.Exception) as error:
                raised[arguments] = error
                raise
        return kept[arguments]

    return made
