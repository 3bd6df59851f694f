COMMON = ["django.contrib.auth", "django.contrib.contenttypes", "blog", "users"]
EXTRA = ["django.contrib.messages", "blog"]
INSTALLED_APPS = list(dict.fromkeys(COMMON + EXTRA))
AUTH_USER_MODEL = "users.User"
