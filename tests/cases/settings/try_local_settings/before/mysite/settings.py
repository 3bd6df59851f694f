INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "blog",
]

try:
    from .local_settings import *  # noqa
except ImportError:
    pass
