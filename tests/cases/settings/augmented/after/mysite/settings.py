INSTALLED_APPS = ["django.contrib.auth", "django.contrib.contenttypes"]
INSTALLED_APPS += ["blog", "users"]
AUTH_USER_MODEL = "users.User"
