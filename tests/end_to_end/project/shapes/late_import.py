import os

X = 1
if os.sep == "/":
    from django.contrib.auth.models import User
    Y = User.objects
else:
    from django.contrib.auth.models import User as User


def probe():
    return Y.count()
