INSTALLED_APPS = (
    "blog",
    "django.contrib.auth",
    "django.contrib.contenttypes",
)
