from django.contrib.auth.models import User


def f(u, n=1):
    # type: (User, int) -> User
    return u


x = None  # type: User


def probe():
    return f(3)
