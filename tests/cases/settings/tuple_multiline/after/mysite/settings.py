INSTALLED_APPS = (
    "blog",
    "users",
    "django.contrib.auth",
    "django.contrib.contenttypes",
)

AUTH_USER_MODEL = "users.User"
