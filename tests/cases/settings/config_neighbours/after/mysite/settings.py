INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "blog.apps.BlogConfig",
    "users.apps.UsersConfig",
]

AUTH_USER_MODEL = "users.User"
