import os

if os.environ.get("LIVE"):
    INSTALLED_APPS = [
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "blog",
    ]
else:
    INSTALLED_APPS = [
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django.contrib.messages",
        "blog",
    ]
LOGIN_URL = "/login/"
