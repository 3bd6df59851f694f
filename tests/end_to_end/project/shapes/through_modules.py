import django.contrib.auth.models as m
from django.contrib import auth
import django.contrib.auth


def probe():
    return (
        m.User.objects.count(),
        auth.models.User.objects.count(),
        auth.get_user_model().objects.count(),
        django.contrib.auth.models.User.objects.count(),
        django.contrib.auth.get_user_model().objects.count(),
        m.Group.objects.count(),
    )
