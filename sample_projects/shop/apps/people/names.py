from typing import Optional, Union

from django.contrib.auth.models import AnonymousUser, User


def badge(user: Union[User, AnonymousUser]) -> str:
    """What is printed on a name badge."""
    if isinstance(user, User):
        return user.get_full_name() or user.username
    return "guest"


def find(text: str) -> Optional[User]:
    """The one user with this user name or e-mail address."""
    try:
        return User.objects.get(username=text)
    except User.DoesNotExist:
        pass
    try:
        return User.objects.get(email__iexact=text)
    except (User.DoesNotExist, User.MultipleObjectsReturned):
        return None
