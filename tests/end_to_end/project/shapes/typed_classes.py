from typing import Dict, Generic, List, NamedTuple, Protocol, TypedDict, TypeVar

from django.contrib.auth.models import User

T = TypeVar("T", bound="User")


class HasUser(Protocol):
    user: User

    def get(self) -> List[User]: ...


class Row(NamedTuple):
    user: User
    n: int = 0


class D(TypedDict):
    user: User


class Repo(Generic[T]):
    model = User

    def all(self) -> List[T]:
        return list(self.model.objects.all())


users: Dict[int, User] = {}


def probe():
    users[1] = User.objects.get(username="ann")
    return len(Repo().all()), Row(users[1]).user.username, Row.__annotations__["user"] is User
