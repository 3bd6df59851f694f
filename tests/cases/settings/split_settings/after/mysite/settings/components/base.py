INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "blog",
    "users",
]

AUTH_USER_MODEL = "users.User"
