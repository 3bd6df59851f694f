INSTALLED_APPS = ["django.contrib.auth", "django.contrib.contenttypes", "django.contrib.messages", "blog", "users"]
INSTALLED_APPS.remove("django.contrib.messages")
AUTH_USER_MODEL = "users.User"
