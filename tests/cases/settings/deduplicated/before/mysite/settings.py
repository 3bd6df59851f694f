COMMON = ["django.contrib.auth", "django.contrib.contenttypes", "blog"]
EXTRA = ["django.contrib.messages", "blog"]
INSTALLED_APPS = list(dict.fromkeys(COMMON + EXTRA))
