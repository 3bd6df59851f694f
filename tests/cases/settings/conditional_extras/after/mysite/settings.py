import os

DEBUG = bool(os.environ.get("DEBUG"))
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "users",
]
if DEBUG:
    INSTALLED_APPS += ["django.contrib.humanize"]
if os.environ.get("BLOG"):
    INSTALLED_APPS += ["blog"]

AUTH_USER_MODEL = "users.User"
