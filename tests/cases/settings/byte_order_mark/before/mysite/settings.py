INSTALLED_APPS = ["django.contrib.auth", "django.contrib.contenttypes", "blög", "blog"][:2] + ["blog"]
