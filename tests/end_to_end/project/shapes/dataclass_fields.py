from __future__ import annotations

import dataclasses
import typing as t
from dataclasses import dataclass, field

from django.contrib.auth.models import AnonymousUser, User

U = t.TypeVar("U", bound=User)
UserOrAnon = t.Union[User, AnonymousUser]
Alias: t.TypeAlias = "User | None"


@dataclass
class Ctx:
    user: User
    others: list[User] = field(default_factory=list)
    cls: type[User] = User


def same(u: U) -> U:
    return u


def probe():
    u = User.objects.get(username="ann")
    hints = t.get_type_hints(Ctx)
    return same(Ctx(u).user).username, hints["user"] is User, dataclasses.fields(Ctx)[2].default is User
