from typing import Optional, cast

from django.contrib.auth.models import User
from django.http import HttpRequest


def view(request: HttpRequest) -> Optional["User"]:
    user = cast(User, request.user)
    return cast("User", user)


def probe():
    r = HttpRequest()
    r.user = User.objects.get(username="ann")
    return view(r).username
