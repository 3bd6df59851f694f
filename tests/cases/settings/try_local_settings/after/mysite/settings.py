INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "blog",
    "users",
]

AUTH_USER_MODEL = "users.User"

try:
    from .local_settings import *  # noqa
except ImportError:
    pass
