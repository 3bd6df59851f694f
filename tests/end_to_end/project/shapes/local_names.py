from django.contrib.auth.models import User


def f():
    for User in [1, 2]:
        pass
    return User


def g():
    try:
        1 / 0
    except ZeroDivisionError as User:
        return str(User)


def h():
    with open("/dev/null") as User:
        return User.read()


def i():
    import os as User
    return User.sep


def j(x):
    def User():
        return 5
    return User()


def k(*User, **kw):
    return User


def l():
    [User := 4]
    return User


def probe():
    return f(), g(), h(), i(), j(1), k(1), l(), User.objects.count()
