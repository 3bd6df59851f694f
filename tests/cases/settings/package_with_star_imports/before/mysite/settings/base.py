INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "blog",
]
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
