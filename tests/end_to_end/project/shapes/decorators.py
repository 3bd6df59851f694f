import functools

from django.contrib.auth.models import User


def with_model(model):
    def deco(f):
        @functools.wraps(f)
        def inner(*a, **k):
            return f(model, *a, **k)
        return inner
    return deco


@with_model(User)
def count(model):
    return model.objects.count()


@functools.singledispatch
def describe(x):
    return "other"


@describe.register(User)
def _(x):
    return "user " + x.username


@describe.register
def __(x: int):
    return "int"


def probe():
    return count(), describe(User.objects.get(username="ann")), describe(3), describe("x")
