import os

INSTALLED_APPS = ["django.contrib.auth", "django.contrib.contenttypes", "blog"] + (
    ["django.contrib.messages"] if os.environ.get("MORE") else []
)
