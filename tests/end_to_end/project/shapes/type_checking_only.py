from __future__ import annotations

from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from django.contrib.auth.models import Group, User


def f(u: User, g: Group | None = None) -> User:
    return cast("User", u)


def probe():
    return f(1)
