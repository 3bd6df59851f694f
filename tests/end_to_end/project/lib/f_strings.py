from django.contrib import auth
from django.contrib.auth import models as m
from django.contrib.auth.models import User


def probe():
    a = f"n={m.User.objects.count()} and {User.objects.count():>3}"
    b = f"""
    {m.User.objects.count()}
      é {m.User._meta.model_name!r} {auth.models.User.objects.count()}
    """
    c = f"{'é'} {m.User.objects.count()} {m.Group.objects.count()}"
    d = ("x" f"{m.User.objects.count()}"
         f"{m.User.objects.count()}")
    e = f'''{
        m.User.objects.count()
    }'''
    g = f"{m.User.objects.filter(username=f'{m.User.objects.first().username}').count()}"
    return a, b, c, d, e, g
