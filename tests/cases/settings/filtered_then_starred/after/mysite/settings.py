import os
from itertools import chain

INSTALLED_APPS = (
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "blog",
    "users",
    "django.contrib.sessions",
)
if not os.environ.get("SESSIONS"):
    INSTALLED_APPS = tuple(app for app in INSTALLED_APPS if app != "django.contrib.sessions")
if os.environ.get("MESSAGES"):
    INSTALLED_APPS = (*INSTALLED_APPS, "django.contrib.messages")
if os.environ.get("SITES"):
    INSTALLED_APPS = [app for app in chain(INSTALLED_APPS, ["django.contrib.sites"])]

AUTH_USER_MODEL = "users.User"
