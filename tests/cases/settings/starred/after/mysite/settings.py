DJANGO_APPS = ["django.contrib.auth", "django.contrib.contenttypes"]
INSTALLED_APPS = [
    *DJANGO_APPS,
    "blog",
    "users",
    *["django.contrib.messages"],
]

AUTH_USER_MODEL = "users.User"
