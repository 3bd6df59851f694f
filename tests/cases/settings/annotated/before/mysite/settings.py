INSTALLED_APPS: list[str] = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "blog",
]
AUTHENTICATION_BACKENDS: list[str] = ["django.contrib.auth.backends.ModelBackend"]
