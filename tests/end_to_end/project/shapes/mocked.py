from django.contrib.auth.models import User


def f():
    return User.objects
