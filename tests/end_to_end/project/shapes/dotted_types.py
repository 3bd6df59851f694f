from __future__ import annotations

import typing
from typing import Optional

from django.contrib.auth import models as auth_models
import django.contrib.auth.models

if typing.TYPE_CHECKING:
    from django.contrib.auth.models import User, AbstractBaseUser


def f(u: auth_models.User, v: "auth_models.User", w: Optional["django.contrib.auth.models.User"] = None) -> User:
    def inner():
        from django.contrib.auth.models import User
        return User.objects.count()
    return inner()


def probe():
    return f(1, 2)
