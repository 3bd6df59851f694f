import os

INSTALLED_APPS = ["django.contrib.auth", "django.contrib.contenttypes", "blog", "users"] + (
    ["django.contrib.messages"] if os.environ.get("MORE") else []
)

AUTH_USER_MODEL = "users.User"
