from django.conf import settings
from django.contrib import auth

user_label = getattr(settings, "AUTH_USER_MODEL", "auth.User")
user_app, user_name = user_label.split(".")
is_default = settings.AUTH_USER_MODEL == "auth.User"
if settings.AUTH_USER_MODEL != "auth.User":
    EXTRA = ["swapped"]
else:
    EXTRA = []


def probe():
    return user_name
