from django.contrib.auth import models as m


def f(get_user_model=None):
    return m.User.objects.count()


def probe():
    return f()
