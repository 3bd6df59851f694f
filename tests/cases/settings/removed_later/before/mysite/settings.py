INSTALLED_APPS = ["django.contrib.auth", "django.contrib.contenttypes", "django.contrib.messages", "blog"]
INSTALLED_APPS.remove("django.contrib.messages")
