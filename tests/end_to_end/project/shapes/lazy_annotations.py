from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import User


@dataclass
class P:
    user: User
    other: User | None = None

    def of(self, u: User) -> bool:
        return self.user == u


def probe():
    import typing
    return typing.get_type_hints(P.of)["u"] is User, P(None).of(None)
