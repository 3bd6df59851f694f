DJANGO_APPS = ["django.contrib.auth", "django.contrib.contenttypes"]
INSTALLED_APPS = [
    *DJANGO_APPS,
    "blog",
    *["django.contrib.messages"],
]
