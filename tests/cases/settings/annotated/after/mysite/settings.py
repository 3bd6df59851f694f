INSTALLED_APPS: list[str] = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "blog",
    "users",
]
AUTHENTICATION_BACKENDS: list[str] = ["django.contrib.auth.backends.ModelBackend"]
AUTH_USER_MODEL = "users.User"
