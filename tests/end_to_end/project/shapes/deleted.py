from django.contrib.auth.models import User

N = User.objects.model._meta.model_name
del User


def probe():
    return N, "User" in globals()
