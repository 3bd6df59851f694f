from functools import singledispatch

from django.contrib.auth.models import User


@singledispatch
def describe(x):
    return "other"


@describe.register
def _(x: User):
    return "user " + x.username


def probe():
    return describe(User.objects.get(username="ann")), describe("x")
