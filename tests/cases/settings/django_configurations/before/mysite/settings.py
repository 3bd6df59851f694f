from configurations import Configuration


class Common(Configuration):
    SECRET_KEY = "x"
    INSTALLED_APPS = [
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "blog",
    ]
    LOGIN_URL = "/login/"


class Dev(Common):
    INSTALLED_APPS = Common.INSTALLED_APPS + ["django.contrib.messages"]


class Prod(Common):
    @property
    def INSTALLED_APPS(self):
        return super().INSTALLED_APPS + ["django.contrib.humanize"]
