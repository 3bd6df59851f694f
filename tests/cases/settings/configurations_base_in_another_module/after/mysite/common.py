from configurations import Configuration


class Common(Configuration):
    SECRET_KEY = "x"
    INSTALLED_APPS = ["django.contrib.auth", "django.contrib.contenttypes", "blog", "users"]
    AUTH_USER_MODEL = "users.User"
