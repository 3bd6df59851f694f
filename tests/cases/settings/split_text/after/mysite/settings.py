import os

APPS = os.environ.get("APPS", "django.contrib.auth,django.contrib.contenttypes,blog")
INSTALLED_APPS = APPS.split(",")
INSTALLED_APPS += ["users"]
AUTH_USER_MODEL = "users.User"
