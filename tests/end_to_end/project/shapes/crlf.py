from django.contrib.auth.models import User


def probe():
    return User.objects.count()
