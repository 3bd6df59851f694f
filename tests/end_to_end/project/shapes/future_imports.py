"""Docstring

with lines."""
from __future__ import annotations
from __future__ import generator_stop

__version__ = "1"

from django.contrib.auth.models import User


def f(u: User) -> User:
    return u


def probe():
    import typing
    return f(User.objects.get(username="ann")).username, typing.get_type_hints(f)["u"] is User
