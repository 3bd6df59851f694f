INSTALLED_APPS = [
    "django.contrib.auth", "django.contrib.contenttypes",
    "blog", "users", "django.contrib.messages",
]

AUTH_USER_MODEL = "users.User"
