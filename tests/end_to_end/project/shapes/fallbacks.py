from django.conf import settings
from django.contrib.auth.models import User
from django.db import models

AUTH = getattr(settings, "AUTH_USER_MODEL", User)
NAME = getattr(settings, "AUTH_USER_MODEL", "auth.User")
Thing = User if hasattr(User, "objects") else None
THINGS = [User, ("x", User), {User: "user"}]


def probe():
    from django.apps import apps
    return Thing.objects.count(), THINGS[0].objects.count(), apps.get_model(NAME).objects.count()
