import os

DEBUG = bool(os.environ.get("DEBUG"))
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "users",
]

AUTH_USER_MODEL = "users.User"
if DEBUG:
    INSTALLED_APPS += ["django.contrib.humanize"]
if os.environ.get("BLOG"):
    INSTALLED_APPS += ["blog"]
