from django.contrib.auth.models import User

from core import cycle_back


def f():
    return cycle_back.g() + User.objects.count()


def probe():
    return f()
