import os

if os.environ.get("LIVE"):
    INSTALLED_APPS = [
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "blog",
        "users",
    ]
else:
    INSTALLED_APPS = [
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django.contrib.messages",
        "blog",
        "users",
    ]
LOGIN_URL = "/login/"
AUTH_USER_MODEL = "users.User"
