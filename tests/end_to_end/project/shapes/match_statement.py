import django.contrib.auth.models as am
from django.contrib.auth.models import User


def f(x):
    match x:
        case User(username=name):
            return "user " + name
        case am.User():
            return "never"
        case {"u": User() as u}:
            return u.username
        case _:
            return None


def probe():
    if (u := User.objects.filter(username="ann").first()) and isinstance(u, User):
        return f(u), f({"u": u}), f(1)
